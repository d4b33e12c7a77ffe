import { describe, expect, it } from 'vitest';
import { metricErrors, metricNames } from './metric-names.ts';

describe('metric names in a text', () => {
  it.each([
    ['prose', 'see `http_request_total` in the docs', ['http_request_total: no such metric']],
    [
      'a misspelt bucket',
      'http_request_durations_seconds_bucket',
      ['http_request_durations_seconds_bucket: no such metric'],
    ],
    [
      'a suffix that only histograms have',
      'mcp_tool_calls_total_bucket',
      ['mcp_tool_calls_total_bucket: no such metric'],
    ],
    ['JSON', '{"expr": "rate(wasm_time_seconds[5m])"}', ['wasm_time_seconds: no such metric']],
    ['a name without any telling suffix', 'sum(mcp_sessions_open)', ['mcp_sessions_open: no such metric']],
  ])('are found to be unknown in %s', (_, text, errors) => {
    expect(metricErrors(text, [])).toEqual(errors);
  });

  it.each([
    ['http_requests_total{status=~"5.."}'],
    ['# TYPE http_requests counter'],
    ['histogram_quantile(0.95, rate(http_request_duration_seconds_bucket{route="/x"}[5m])) > 2'],
    ['sum by (gen_ai_tool_name, mcp_method_name) (mcp_server_operation_duration_seconds_count)'],
    ['up_total and of_others_seconds_sum'],
    ['sidecars_dropped_samples_total{reason}'],
    ['components/x_total/y_seconds.ts'],
  ])('are known in %s', (text) => {
    expect(metricErrors(text, ['up_total', 'of_others_seconds'])).toEqual([]);
  });

  it.each([
    ['http_requests_total{code="200"}', 'code'],
    ['http_requests_total{component="a", code=~"5.."}', 'code'],
    ["http_requests_total{method='GET',verb='x'}", 'verb'],
    ['"expr": "http_requests_total{path=\\"/x\\"}"', 'path'],
    ['sidecars_dropped_samples_total{cause}', 'cause'],
  ])('carry an unknown label in %s', (text, label) => {
    const errors = metricErrors(text, []);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`{${label}}: no such label`);
  });

  it('are no label names of ours', () => {
    expect(metricNames('mcp_method_name, mcp_protocol_version')).toEqual([]);
  });
});
