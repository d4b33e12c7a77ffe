// What the demo app really exposes, against the catalogue. An app of its own, so that nothing else is in it.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue/index.ts';
import type { Metric } from '../../catalogue/metric.ts';
import { type App, startApp } from '../support/app.ts';
import { scrape } from '../support/exposition.ts';
import { type ExposedFamily, parseFamilies } from '../support/families.ts';
import { callTool, postMcp } from '../support/mcp.ts';
import { ownTelemetry } from '../support/own-telemetry.ts';
import { until } from '../support/ports.ts';

/** What the demo's tools count: the guide's example. */
const demoMetrics = ['items_processed_total', 'processing_duration_seconds'];

/** Only shows once something went wrong, which in the demo nothing does, or with a collector, which it does not have. */
const notShown = [
  'http_observer_failures_total',
  'sidecars_refused_calls_total',
  'sidecars_dropped_telemetry_total',
  'sidecars_metrics_exports_total',
  'sidecars_metrics_export_timestamp_seconds',
];

/** What a host sends that has no name of ours depends on the host. */
const isOfHost = (name: string) => /^(spin|outbound)_/.test(name);

/** Only shows once a body came later than its head, as on a machine that has other things to do. */
const sometimesShown = ['http_response_head_seconds'];

let app: App;
let families: ExposedFamily[];

beforeAll(async () => {
  app = await startApp(await ownTelemetry(1000));
  const client = new Client({ name: 'made-up', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`)));
  await client.listTools();
  await client.close();
  await callTool(app.url, { name: 'weather-ts__get_weather', arguments: { location: 'Oslo' } });
  await callTool(app.url, { name: 'items-ts__process_items', arguments: { items: [], fail: true } });
  await callTool(app.url, { name: 'made__up', arguments: {} });
  await postMcp(app.url, '{"jsonrpc":"2.0","id":1,"method":"made/up"}', { 'mcp-protocol-version': 'made-up' });
  await postMcp(app.url, 'no JSON');
  await fetch(`${app.url}/mcp`, { method: 'PURGE' });
  for (const probe of ['health', 'ready']) await (await fetch(`${app.url}/${probe}`)).text();
  await until('the probes to be counted', async () =>
    /^sidecars_health_status.*readiness/m.test(await scrape(app.url)),
  );
  await until('an export of the host', async () => /^wasm_uncounted/m.test(await scrape(app.url)));
  const accept = { headers: { accept: 'application/openmetrics-text;version=1.0.0' } };
  await (await fetch(`${app.url}/metrics`, accept)).text(); // so that the next one shows a scrape
  families = parseFamilies(await (await fetch(`${app.url}/metrics`, accept)).text());
});

afterAll(() => app?.stop());

/** The name in the catalogue: OpenMetrics has counters without `_total`. */
const catalogued = ({ name, kind }: ExposedFamily) => (kind === 'counter' ? `${name}_total` : name);

describe('/metrics', () => {
  it('has every metric of the catalogue that such an app can have, and beside them only the demo’s own', () => {
    const unsure = (name: string) => sometimesShown.includes(name) || isOfHost(name);
    const names = families.map(catalogued).sort();
    const expected = [...catalogue.keys()].filter((name) => !notShown.includes(name) && !unsure(name));
    expect(names.filter((name) => !unsure(name))).toEqual([...expected, ...demoMetrics].sort());
  });

  it('has the catalogue’s kind, help and unit', () => {
    for (const family of families) {
      const metric = catalogue.get(catalogued(family));
      if (!metric) continue;
      const { name, kind, help, unit } = metric;
      expect({ name, kind: family.kind, help: family.help }).toEqual({ name, kind, help });
      expect(family.unit, name).toBe(unit);
    }
  });

  it('has no label that the catalogue does not name, and none of its values that it does not list', () => {
    let checked = 0;
    for (const family of families) {
      const metric = catalogue.get(catalogued(family));
      if (!metric) continue;
      expect(family.series.length, metric.name).toBeGreaterThan(0);
      for (const { labels } of family.series) checked += checkLabels(metric, labels);
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('has the catalogue’s buckets', () => {
    for (const family of families) {
      const buckets = catalogue.get(catalogued(family))?.buckets;
      if (!buckets) continue;
      const bounds = new Set(
        family.series.flatMap(({ labels }) =>
          labels.le === undefined ? [] : [Number(labels.le.replace('+Inf', 'Infinity'))],
        ),
      );
      expect([...bounds], family.name).toEqual([...buckets, Number.POSITIVE_INFINITY]);
    }
  });

  it('has no word that a client made up', () => {
    expect(JSON.stringify(families.map(({ series }) => series))).not.toMatch(/made.{0,2}up|PURGE/);
  });
});

/** How many labels were checked. */
function checkLabels(metric: Metric, labels: Record<string, string>): number {
  let checked = 0;
  for (const [name, value] of Object.entries(labels)) {
    if (name === 'le' && metric.kind === 'histogram') continue;
    const label = metric.labels.find((known) => known.name === name);
    expect(label, `${metric.name}{${name}}`).toBeDefined();
    if (label && 'values' in label) expect(label.values, `${metric.name}{${name}}`).toContain(value);
    checked++;
  }
  return checked;
}
