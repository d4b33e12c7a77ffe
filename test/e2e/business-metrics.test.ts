// What an operator of the gateway wants to know beside HTTP: tools, failures, sessions, quotas. An app of its own, so that
// the numbers are exact.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { parseExposition, scrape, sumOf } from '../support/exposition.ts';
import { callTool, postMcp } from '../support/mcp.ts';

let app: App;

beforeAll(async () => {
  app = await startApp({
    variables: {
      client_names: 'claude-code, Visual Studio Code',
      tool_quotas: 'weather-ts__get_weather=100/1m, items-ts__process_items=ten/1h',
    },
  });
});

afterAll(() => app?.stop());

const post = async (message: object, headers?: Record<string, string>) =>
  (await postMcp(app.url, JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }), headers)).json();

const initialize = (name: string, protocolVersion: string) =>
  post({ method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo: { name, version: '1' } } });

/** The series of one metric, as written. */
const seriesOf = async (name: string) =>
  Object.fromEntries(
    [...parseExposition(await scrape(app.url))].filter(([series]) => series.replace(/\{.*/, '') === name),
  );

const getWeather = (args: Record<string, unknown>) =>
  callTool(app.url, { name: 'weather-ts__get_weather', arguments: args });

describe('the gateway', () => {
  it('counts sessions by the clients that it was told of, and by protocol version', async () => {
    await initialize('claude-code', '2025-11-25');
    await initialize('Visual Studio Code', '2025-06-18');
    for (let made = 0; made < 20; made++) await initialize(`made-up-${made}`, `made-up-${made}`);
    expect(await seriesOf('mcp_sessions_total')).toEqual({
      'mcp_sessions_total{client="claude-code",protocol_version="2025-11-25"}': 1,
      'mcp_sessions_total{client="Visual Studio Code",protocol_version="2025-06-18"}': 1,
      'mcp_sessions_total{client="other",protocol_version="2025-11-25"}': 20,
    });
  });

  it('shows the use of a quota beside its limit, and says which quota it could not read', async () => {
    for (let call = 0; call < 3; call++) await getWeather({ location: 'Oslo' });
    expect((await getWeather({ location: 7 })).error.code).toBe(-32602);
    await callTool(app.url, { name: 'items-ts__process_items', arguments: { items: [] } });
    const labels = '{tool="weather-ts__get_weather"}';
    expect({
      ...(await seriesOf('mcp_tool_quota_used_calls_total')),
      ...(await seriesOf('mcp_tool_quota_limit_calls')),
      ...(await seriesOf('mcp_tool_quota_period_seconds')),
    }).toEqual({
      [`mcp_tool_quota_used_calls_total${labels}`]: 3,
      [`mcp_tool_quota_limit_calls${labels}`]: 100,
      [`mcp_tool_quota_period_seconds${labels}`]: 60,
    });
    expect(app.output()).toContain(String.raw`found \"items-ts__process_items=ten/1h\", expected`);
  });

  it('counts tool calls by tool and outcome, and times them under OpenTelemetry’s names', async () => {
    const before = await scrape(app.url);
    const version = { 'mcp-protocol-version': '2025-06-18' };
    const call = (name: string, args: object) =>
      post({ method: 'tools/call', params: { name, arguments: args } }, version);
    await call('items-ts__process_items', { items: ['a'] });
    await call('items-ts__process_items', { items: ['a'], fail: true });
    await call('items-ts__process_items', { items: 'a' });
    for (let made = 0; made < 20; made++) await call(`items-ts__made_up_${made}`, {});
    const after = await scrape(app.url);
    const grown = (name: string, labels: Record<string, string>) =>
      sumOf(after, name, labels) - sumOf(before, name, labels);
    const tool = 'items-ts__process_items';
    expect(grown('mcp_tool_calls_total', { outcome: 'ok', tool })).toBe(1);
    expect(grown('mcp_tool_calls_total', { outcome: 'tool_error', tool })).toBe(1);
    expect(grown('mcp_tool_calls_total', { outcome: '-32602', tool })).toBe(1);
    expect(grown('mcp_tool_calls_total', { outcome: '-32602', tool: 'unknown' })).toBe(20);
    const count = 'mcp_server_operation_duration_seconds_count';
    const common = 'mcp_method_name="tools/call",mcp_protocol_version="2025-06-18"';
    const series = parseExposition(after);
    expect(series.get(`${count}{gen_ai_tool_name="${tool}",${common}}`)).toBe(1);
    expect(series.get(`${count}{error_type="tool_error",gen_ai_tool_name="${tool}",${common}}`)).toBe(1);
    const refused = (name: string) =>
      `${count}{gen_ai_tool_name="${name}",${common},rpc_response_status_code="-32602"}`;
    expect(series.get(refused(tool))).toBe(1);
    expect(series.get(refused('unknown'))).toBe(20);
    expect(after).not.toContain('made_up');
  });
});
