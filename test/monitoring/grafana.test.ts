// The dashboard: what it asks is PromQL on our metrics, and Grafana can lay it out. That there are answers is shown by
// test/e2e/dashboard.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import { jsonLine } from '../../sdk/log/line.ts';
import { metricOf } from '../support/metric-names.ts';
import { metricsOf, promqlError } from '../support/promql.ts';
import { dashboard, queries } from './dashboard.ts';

const { panels } = dashboard;
const folder = join(root, 'monitoring/grafana/provisioning');
const provisioning = (path: string) => parse(readFileSync(join(folder, path), 'utf8'));

describe('the dashboard', () => {
  it('is the guide’s, with its four panels and their expressions', () => {
    expect(dashboard.title).toBe('FTL Application Monitoring');
    const guide = {
      'Request Rate': 'rate(http_requests_total[5m])',
      'Request Duration (p95)': 'histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))',
      'Error Rate': "rate(http_requests_total{status=~'5..'}[5m])",
      'Memory Usage': 'wasm_memory_usage_bytes',
    };
    for (const [title, expr] of Object.entries(guide)) {
      expect(panels.find((panel) => panel.title === title)?.targets).toMatchObject([{ expr }]);
    }
  });

  it('has panels that do not cover each other, each with an id, a unit and a data source of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: h * w }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    for (const panel of panels.filter(({ type }) => type !== 'row')) {
      expect(['timeseries', 'stat']).toContain(panel.type);
      expect(panel.fieldConfig?.defaults.unit, panel.title).not.toBe('');
      expect(panel.datasource).toEqual({ type: 'prometheus', uid: `$${'{datasource}'}` });
      expect(panel.targets, panel.title).not.toEqual([]);
    }
  });

  it.each(queries)('asks PromQL on metrics that exist: $title', ({ expression }) => {
    expect(promqlError(expression)).toBeUndefined();
    const names = metricsOf(expression);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !metricOf(name) && name !== 'up')).toEqual([]);
  });
});

describe('provisioning', () => {
  const sources = readdirSync(join(folder, 'datasources')).flatMap(
    (name) =>
      provisioning(`datasources/${name}`).datasources as { uid: string; isDefault?: boolean; jsonData: object }[],
  );

  it('has a data source each for metrics, logs and traces, which lead to each other', () => {
    expect(sources.map(({ uid }) => uid).sort()).toEqual(['loki', 'prometheus', 'traces']);
    expect(sources.filter(({ isDefault }) => isDefault)).toMatchObject([{ uid: 'prometheus' }]);
    const led = JSON.stringify(sources.map(({ jsonData }) => jsonData)).match(/(?<="datasourceUid":")\w+/g)!;
    expect(led.sort()).toEqual(['loki', 'traces', 'traces']);
  });

  it('is what the links of the dashboard open', () => {
    const opened = dashboard.links.map(({ url }) => JSON.parse(new URL(url, 'http://x').searchParams.get('left')!));
    expect(opened.map(({ datasource }) => datasource)).toEqual(['loki', 'traces']);
  });

  it('finds the trace in a line that the logger writes', () => {
    const { matcherRegex } = provisioning('datasources/loki.yml').datasources[0].jsonData.derivedFields[0];
    const entry = { time: new Date(), level: 'info', component: 'weather-ts', message: '"trace_id":"b"' } as const;
    const line = jsonLine({ ...entry, traceId: 'a'.repeat(32), fields: {} }, () => false);
    expect(new RegExp(matcherRegex).exec(line)![1]).toBe('a'.repeat(32));
  });

  it('leads Grafana to the dashboards', () => {
    expect(provisioning('dashboards/ftl.yml').providers).toMatchObject([
      { type: 'file', options: { path: '/var/lib/grafana/dashboards' } },
    ]);
  });
});
