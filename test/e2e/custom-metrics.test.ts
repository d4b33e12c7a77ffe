// A tool's own metrics, all the way: defined at build time, counted in instances of one request each, scraped.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';

const folder = 'test/fixtures/custom-metrics';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

let app: App;
let exposition: string;
beforeAll(async () => {
  await buildComponent({ name: 'fixtures/custom-metrics', folder, language: 'typescript', world: 'instrumented' });
  app = await startApp({ manifest: join(fileURLToPath(new URL('../..', import.meta.url)), folder, 'spin.toml') });
  for (const [body, headers] of [
    ['a', {}],
    ['bbbbbbbbbbbbbbbb', { traceparent }],
    ['c', {}],
  ] as const) {
    const answer = await fetch(`${app.url}/orders`, { method: 'POST', body, headers });
    expect([answer.status, await answer.text()]).toEqual([200, 'taken']);
  }
  const accept = 'application/openmetrics-text;version=1.0.0';
  exposition = await (await fetch(`${app.url}/metrics`, { headers: { accept } })).text();
});
afterAll(() => app?.stop());

const line = (series: string) =>
  exposition
    .split('\n')
    .find((text) => text.startsWith(`${series} `))
    ?.slice(series.length + 1);

describe('a tool’s own metrics', () => {
  it('count every request, in registries of its own too, with the default labels of each', () => {
    expect(line('shop_orders_total{status="ok",team="sales"}')).toMatch(/^3 # /);
    expect(line('shop_plain_total')).toMatch(/^6\b/);
    expect(line(String.raw`shop_open_total{country="Å\"\\\n",team="sales"}`)).toMatch(/^3\b/);
  });

  it('show what the top level set, and the series that it began at 0', () => {
    expect(line('shop_build_info{team="sales",version="1.2"}')).toBe('1');
    expect(line('shop_orders_total{status="failed",team="sales"}')).toBe('0');
  });

  it('lead to the trace of a request, or to what the tool gave itself', () => {
    expect(line('shop_orders_total{status="ok",team="sales"}')).toContain(`trace_id="${traceId}"} 1 `);
    expect(line('shop_order_size_bytes_bucket{team="sales",le="10.0"}')).toMatch(/^2 # \{order="c"\} 1 /);
    expect(line('shop_order_size_bytes_bucket{team="sales",le="100.0"}')).toMatch(/^3 # \{order="b{16}"\} 16 /);
    expect(line('shop_step_seconds_count{step="read",team="sales"}')).toBe('3');
    expect(exposition).toContain('# UNIT shop_order_size_bytes bytes\n');
  });

  it('never fail it: what they refused is counted', () => {
    const refused = (metric: string, reason: string) =>
      line(`sidecars_refused_calls_total{metric="${metric}",reason="${reason}"}`);
    expect(refused('shop_orders_total', 'value')).toBe('3');
    expect(refused('shop_orders_total', 'labels')).toBe('3');
    expect(refused('unknown', 'definition')).toBe('6');
  });
});
