// A real Prometheus scrapes the app from outside; its answers are compared with what the client counted.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { callTool, load } from '../support/mcp.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';

const calls = 2_000;
const connections = 32;

describeWith(['prometheus'], 'a real Prometheus', () => {
  let app: App;
  let prometheus: Prometheus;
  const query = (expression: string) => prometheus.query(expression);

  beforeAll(async () => {
    app = await startApp();
    prometheus = await startPrometheus(app.url);
  });

  afterAll(async () => {
    await prometheus?.stop();
    await app?.stop();
  });

  it('counts every one of 2,000 calls at 32 connections, at the gateway and at both tools', async () => {
    const tools = [
      { name: 'weather-ts__get_weather', arguments: { location: 'Oslo' } },
      { name: 'items-ts__process_items', arguments: { items: ['a', 'b'] } },
    ];
    await load(calls, connections, async (index) => {
      const answer = await callTool(app.url, tools[index % 2]!);
      expect(answer.result?.isError ?? false, JSON.stringify(answer)).toBe(false);
    });
    const gateway = 'sum(http_requests_total{component="mcp-gateway",status="200"})';
    await until('Prometheus to have scraped the last call', async () => (await query(gateway)) >= calls);
    expect(await query(gateway)).toBe(calls);
    for (const tool of ['weather-ts', 'items-ts']) {
      expect(await query(`sum(http_requests_total{component="${tool}",method="POST"})`)).toBe(calls / 2);
    }
    expect(await query('sum(http_request_duration_seconds_count{component="mcp-gateway"})')).toBe(calls);
    expect(await query('sum(mcp_tool_calls_total{outcome="ok"})')).toBe(calls);
    expect(await query('sum(items_processed_total{status="success"})')).toBeGreaterThanOrEqual(calls / 2);
  }, 120_000);

  it('finds the target up and not one failed scrape', async () => {
    expect(await query('up{job="ftl-app"}')).toBe(1);
    expect(await query('min_over_time(up{job="ftl-app"}[5m])')).toBe(1);
    expect((await prometheus.target()).lastError).toBe('');
  });
});
