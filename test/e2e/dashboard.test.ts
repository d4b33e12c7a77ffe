// Every panel of the dashboard has data when a real Prometheus watches the demo under load.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queries } from '../monitoring/dashboard.ts';
import { type App, startApp } from '../support/app.ts';
import { callTool, load, postMcp } from '../support/mcp.ts';
import { ownTelemetry } from '../support/own-telemetry.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';

/** What the demo does not have: errors with 5xx, an exporter whose spans could be lost. */
const empty = ['Error Rate', 'Lost spans and log records'];

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

describeWith(['prometheus'], 'the dashboard under load', () => {
  let app: App;
  let prometheus: Prometheus;
  beforeAll(async () => {
    app = await startApp({
      variables: { tool_quotas: 'weather-ts__get_weather=1000/1h' },
      ...(await ownTelemetry(1000)),
    });
    prometheus = await startPrometheus(app.url);
    const tools = [
      { name: 'weather-ts__get_weather', arguments: { location: 'Oslo' } },
      { name: 'items-ts__process_items', arguments: { items: ['a'], fail: true } },
    ];
    const latest = () => prometheus.query('sum(mcp_tool_calls_total)');
    let calls = 0;
    // rates need two scrapes that differ
    for (let round = 0; round < 3; round++) {
      await postMcp(app.url, initialize);
      expect((await fetch(`${app.url}/ready`)).status).toBe(200);
      await load(20, 4, async (index) => {
        await callTool(app.url, tools[index % 2]!);
        calls++;
      });
      await until('Prometheus to have the calls', async () => (await latest()) >= calls);
    }
    const checks = 'sum(sidecars_health_check_duration_seconds_count)';
    await until('rounds of checks', async () => (await prometheus.query(checks)) > 0);
    await until(
      'two exports of the host',
      async () => (await prometheus.query('sidecars_host_telemetry_exports_total')) >= 2,
    );
  });
  afterAll(async () => {
    await prometheus?.stop();
    await app?.stop();
  });

  it.each(queries.filter(({ title }) => !empty.includes(title)))('$title', async ({ expression }) => {
    expect(await prometheus.query(expression), expression).toBeGreaterThanOrEqual(0);
  });
});
