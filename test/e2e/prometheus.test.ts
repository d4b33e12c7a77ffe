// A real Prometheus scrapes the app from outside; its answers are compared with what the client counted.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { callTool, load } from '../support/mcp.ts';
import { freePort, until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';

const calls = 2_000;
const connections = 32;

describeWith(['prometheus'], 'a real Prometheus', () => {
  let app: App;
  let prometheusUrl: string;
  let stopPrometheus: () => Promise<void>;

  const query = async (expression: string): Promise<number> => {
    const response = await fetch(`${prometheusUrl}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data } = await response.json();
    return data.result.length === 0 ? Number.NaN : Number(data.result[0].value[1]);
  };

  beforeAll(async () => {
    app = await startApp();
    ({ url: prometheusUrl, stop: stopPrometheus } = await startPrometheus(new URL(app.url).host));
  });

  afterAll(async () => {
    await stopPrometheus?.();
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
    const { data } = await (await fetch(`${prometheusUrl}/api/v1/targets`)).json();
    expect(data.activeTargets[0].lastError).toBe('');
  });
});

async function startPrometheus(target: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-prometheus-'));
  const port = await freePort();
  const config = join(folder, 'prometheus.yml');
  // The guide's scrape job, faster and pointed at this app.
  writeFileSync(
    config,
    `scrape_configs:
  - job_name: 'ftl-app'
    static_configs:
      - targets: ['${target}']
    metrics_path: '/metrics'
    scrape_interval: 4s
`,
  );
  const child = spawn(
    'prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`],
    { stdio: 'ignore' },
  );
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
