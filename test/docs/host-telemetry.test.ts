// docs/host-telemetry.md says what host-telemetry does.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import * as host from '../../catalogue/host.ts';
import { labelName, metricName } from '../../components/host-telemetry/names.ts';
import { telemetrySettings } from '../../host/telemetry/settings.ts';
import { metricsExporters } from '../../otlp/metrics-exporters.ts';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = file('docs/host-telemetry.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);

describe('docs/host-telemetry.md', () => {
  it('lists the metrics of the catalogue, with every outcome', () => {
    const rows = [...page.matchAll(/^\| `((?:wasm|sidecars)_\w+)` \| (\w+) \|/gm)].map(([, name, kind]) => [
      name,
      kind,
    ]);
    const metrics = Object.values(host).map(({ name, kind }) => [name, kind]);
    expect(rows.sort()).toEqual(metrics.sort());
    for (const { labels } of [host.otlpRequests, host.otlpPoints, host.metricsExports]) {
      for (const outcome of labels[0].values) expect(page).toContain(`\`${outcome}\``);
    }
  });

  it('has the component as the demo has it', () => {
    const { variables, trigger, component } = parse(blocks('toml')[0]!) as Record<string, Record<string, unknown>>;
    const demo = parse(file('spin.toml')) as typeof component & Record<string, Record<string, unknown>>;
    expect(demo.variables).toMatchObject(variables!);
    expect((demo.trigger as { http: unknown[] }).http).toContainEqual((trigger as { http: unknown[] }).http[0]);
    expect(demo.component).toMatchObject(component!);
  });

  it('sends where it says', () => {
    for (const block of blocks('bash')) {
      const variables = Object.fromEntries(
        [...block.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)].map(([, name, value]) => [name, value]),
      );
      const { url, headers } = telemetrySettings(variables)!;
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/internal\/otlp\/(change-me\/)?v1\/metrics$/);
      if (!url.includes('change-me')) expect(headers).toEqual({ authorization: 'Bearer change-me' });
    }
  });

  it('translates the names that it shows', () => {
    expect(metricName('http.server.active_requests', '{request}', {}).name).toBe('http_server_active_requests');
    expect(metricName('orders', '', { isCounter: true }).name).toBe('orders_total');
    expect(labelName('service.name')).toBe('service_name');
  });

  it('names every exporter', () => {
    for (const exporter of metricsExporters) expect(page.split('## To a collector')[1]).toContain(exporter);
  });
});
