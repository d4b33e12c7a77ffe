import { describe, expect, it } from 'vitest';
import { labelName, metricName } from '../../../components/host-telemetry/names.ts';

describe('a metric’s name', () => {
  // the examples of OpenTelemetry's page on Prometheus compatibility and of Prometheus' own translator
  it.each([
    ['http.server.request.duration', 's', {}, 'http_server_request_duration_seconds'],
    ['process.memory', 'By', {}, 'process_memory_bytes'],
    ['requests', '{request}', { isCounter: true }, 'requests_total'],
    ['requests_total', '1', { isCounter: true }, 'requests_total'],
    ['cpu.utilization', '1', { isGauge: true }, 'cpu_utilization_ratio'],
    ['speed', 'm/s', {}, 'speed_meters_per_second'],
    ['io', 'By/s', { isCounter: true }, 'io_bytes_per_second_total'],
    ['queue..size', '{message}', {}, 'queue_size'],
    ['already_seconds', 's', {}, 'already_seconds'],
    ['2xx', '', {}, '_2xx'],
    ['temperature', 'Cel', {}, 'temperature_celsius'],
    ['größe', '', {}, 'gr_e'],
    ['ünknown', 'foo bar', {}, 'nknown_foo_bar'],
  ])('%s in %s', (name, unit, kind, expected) => {
    expect(metricName(name, unit, kind).name).toBe(expected);
  });

  it('has its unit in it', () => {
    expect(metricName('x', 'ms', {})).toEqual({ name: 'x_milliseconds', unit: 'milliseconds' });
    expect(metricName('x', '1', {})).toEqual({ name: 'x', unit: '' });
  });
});

it.each([
  ['service.name', 'service_name'],
  ['2nd', 'key_2nd'],
  ['le', 'exported_le'],
  ['__name__', 'exported_name__'],
])('the label %s becomes %s', (name, expected) => {
  expect(labelName(name)).toBe(expected);
});
