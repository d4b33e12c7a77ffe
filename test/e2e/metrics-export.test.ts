// OTEL_METRICS_EXPORTER: all metrics to a collector, when the host's own export wakes the component.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../../components/host-telemetry/labels.ts';
import { type Metric, type MetricsRequest, metricsRequest } from '../../otlp/metrics.ts';
import { decodeProtobuf } from '../../otlp/protobuf.ts';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { ownTelemetry } from '../support/own-telemetry.ts';
import { until } from '../support/ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test/fixtures/host-telemetry');
const intervalMs = 2000;

let collector: Server;
let manifestFolder: string;
const received: { atMs: number; authorization: string | undefined; request: MetricsRequest }[] = [];

beforeAll(async () => {
  await buildComponent({
    name: 'fixtures/host-telemetry',
    folder: 'test/fixtures/host-telemetry',
    language: 'typescript',
    world: 'instrumented',
  });
  manifestFolder = mkdtempSync(join(tmpdir(), 'sidecars-export-'));
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { authorization } = request.headers;
    const decoded = decodeProtobuf(metricsRequest, bytes) as unknown as MetricsRequest;
    received.push({ atMs: Date.now(), authorization, request: decoded });
    response.writeHead(200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
});
afterAll(() => {
  collector?.close();
  rmSync(manifestFolder, { recursive: true, force: true });
});

async function start(exporter: string): Promise<App> {
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const text = readFileSync(join(folder, 'spin.toml'), 'utf8')
    .replaceAll('../../../', `${root}/`)
    .replace(
      '[component.host-telemetry.variables]',
      `[component.host-telemetry.environment]
OTEL_METRICS_EXPORTER = "${exporter}"
OTEL_EXPORTER_OTLP_ENDPOINT = "${endpoint}"
OTEL_EXPORTER_OTLP_HEADERS = "authorization=Bearer%20for-the-collector"
OTEL_METRIC_EXPORT_INTERVAL = "${intervalMs}"
OTEL_SERVICE_NAME = "shop"

[component.host-telemetry.variables]`,
    )
    .replace(
      `source = "${root}/build/host-telemetry.wasm"`,
      `source = "${root}/build/host-telemetry.wasm"\nallowed_outbound_hosts = ["${endpoint}"]`,
    );
  const manifest = join(manifestFolder, `${exporter}.toml`);
  writeFileSync(manifest, text);
  return startApp({ manifest, ...(await ownTelemetry(500)) });
}

const metricsOf = ({ request }: (typeof received)[number]): Metric[] =>
  request.resourceMetrics[0]!.scopeMetrics[0]!.metrics;

describe('OTEL_METRICS_EXPORTER', () => {
  it('otlp sends everything that /metrics has, once an interval at most', async () => {
    const app = await start('otlp');
    try {
      for (let i = 0; i < 5; i++) await fetch(`${app.url}/load/compute?amount=1`);
      const count = received.length;
      await until('three exports', async () => received.length >= count + 3);
      const exports = received.slice(count);
      for (const [index, { atMs, authorization }] of exports.entries()) {
        expect(authorization).toBe('Bearer for-the-collector');
        if (index > 0) expect(atMs - exports[index - 1]!.atMs).toBeGreaterThan(intervalMs * 0.85);
      }
      const last = exports.at(-1)!;
      expect(attribute(last.request.resourceMetrics[0]!.resource!.attributes, 'service.name')).toBe('shop');
      const requests = metricsOf(last).find(({ name }) => name === 'http_requests_total')!;
      expect(requests.sum!.dataPoints.map(({ asDouble }) => asDouble)).toEqual([5]);
      const text = await scrape(app.url);
      const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
      const sent = new Set(metricsOf(last).map(({ name }) => name));
      expect([...names].filter((name) => !sent.has(name!) && !/^sidecars_(scrape|metrics_export)/.test(name!))).toEqual(
        [],
      );
      expect(sumOf(text, 'sidecars_metrics_exports_total', { outcome: 'ok' })).toBeGreaterThanOrEqual(2);
      expect(sumOf(text, 'sidecars_metrics_exports_total', { outcome: 'failed' })).toBe(0);
    } finally {
      await app.stop();
    }
  });

  it.each(['none', 'prometheus'])('%s sends nothing, and /metrics stays', async (exporter) => {
    const app = await start(exporter);
    try {
      const count = received.length;
      await fetch(`${app.url}/load/compute?amount=1`);
      await until('two exports of the host', async () => {
        return sumOf(await scrape(app.url), 'sidecars_host_telemetry_exports_total') >= 2;
      });
      expect(received.length).toBe(count);
    } finally {
      await app.stop();
    }
  });

  it('of another value is answered with those that are allowed', async () => {
    const app = await start('jaeger');
    try {
      const answer = await fetch(`${app.url}/internal/otlp/v1/metrics`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain('found \\"jaeger\\", expected one of prometheus, otlp, none');
    } finally {
      await app.stop();
    }
  });
});
