// What the host exports of instances whose use is known: names, units and temporality as they were recorded from Spin 4.0.2.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../../../components/host-telemetry/labels.ts';
import { type Metric, type MetricsRequest, metricsRequest } from '../../../otlp/metrics.ts';
import { decodeProtobuf } from '../../../otlp/protobuf.ts';
import { until } from '../../support/ports.ts';
import { startTestApp, type TestApp } from '../fixture/app.ts';

let app: TestApp;
let receiver: Server;
let refuses = false;
const received: { headers: IncomingHttpHeaders; path: string; request: MetricsRequest }[] = [];

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const decoded = decodeProtobuf(metricsRequest, Buffer.concat(chunks)) as unknown as MetricsRequest;
    received.push({ headers: request.headers, path: request.url!, request: decoded });
    response.writeHead(refuses ? 401 : 200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  app = await startTestApp({
    telemetryEnvironment: {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`,
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'authorization=Bearer%20x',
      OTEL_METRIC_EXPORT_INTERVAL: '200',
    },
  });
});
afterAll(async () => {
  await app.close();
  receiver.close();
});

/** Of an export that was made after this call. */
async function latest(): Promise<Record<string, Metric>> {
  const before = received.length;
  // the one that comes next may have been read already
  await until('two exports', async () => received.length >= before + 2);
  const { metrics } = received.at(-1)!.request.resourceMetrics[0]!.scopeMetrics[0]!;
  return Object.fromEntries(metrics.map((metric) => [metric.name, metric]));
}

const histogramOf = (metrics: Record<string, Metric>, name: string, component: string) =>
  metrics[name]?.histogram?.dataPoints.find(({ attributes }) => attribute(attributes, 'component_id') === component);

describe('the embedded host', () => {
  it('exports nothing before there is something, then what Spin exports', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(received).toEqual([]);
    await app.json('/web/fetch?url=http%3A%2F%2Finner.spin.internal%2Fhello');
    const metrics = await latest();
    expect(Object.keys(metrics)).toEqual([
      'spin.request_count',
      'spin.component_cpu_time',
      'spin.component_memory_used_on_init',
      'spin.component_memory_used',
    ]);
    const { sum } = metrics['spin.request_count']!;
    expect(sum).toMatchObject({ aggregationTemporality: 2, isMonotonic: true });
    const counts = sum!.dataPoints.map(({ attributes, asInt }) => [
      ...['app_id', 'component_id', 'trigger_type'].map((name) => attribute(attributes, name)),
      asInt,
    ]);
    expect(counts).toEqual([
      ['host-test', 'web', 'http', 1n],
      ['host-test', 'inner', 'http', 1n],
    ]);
    const time = histogramOf(metrics, 'spin.component_cpu_time', 'web')!;
    expect(metrics['spin.component_cpu_time']!.histogram!.aggregationTemporality).toBe(2);
    expect([time.count, attribute(time.attributes, 'unit'), time.explicitBounds.length]).toEqual([1n, 's', 15]);
    expect(received.at(-1)).toMatchObject({
      path: '/in',
      headers: { authorization: 'Bearer x', 'content-type': 'application/x-protobuf' },
    });
  });

  it('does not count waiting as time of the guest, and counts computing', async () => {
    const timeOf = async () => histogramOf(await latest(), 'spin.component_cpu_time', 'named')?.sum ?? 0;
    await fetch(`${app.url}/named/wait?ms=800`);
    const waited = await timeOf();
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(0.4);
    await app.json('/named/compute?ms=800');
    expect((await timeOf()) - waited).toBeGreaterThan(0.7);
  });

  it('measures the memory of each instance alone', async () => {
    const usedBy = async (paths: string[]) => {
      const before = histogramOf(await latest(), 'spin.component_memory_used', 'bare');
      for (const path of paths) await fetch(`${app.url}${path}`);
      const after = histogramOf(await latest(), 'spin.component_memory_used', 'bare')!;
      return (after.sum! - (before?.sum ?? 0)) / Number(after.count - (before?.count ?? 0n));
    };
    const small = await usedBy(['/bare/hello', '/bare/hello']);
    expect(small).toBeGreaterThan(5_000_000);
    expect(await usedBy(['/bare/allocate?bytes=40000000'])).toBeGreaterThan(small + 35_000_000);
    expect(await usedBy(['/bare/hello', '/bare/hello', '/bare/hello'])).toBeLessThan(small * 1.05);
  });

  it('counts an instance that trapped', async () => {
    const countOf = async () => histogramOf(await latest(), 'spin.component_cpu_time', 'named')!.count;
    const before = await countOf();
    expect((await fetch(`${app.url}/named/fetch?url=http%3A%2F%2Fnobody.spin.internal%2F`)).status).toBe(500);
    expect((await countOf()) - before).toBe(1n);
  });

  it('says once that its export fails, and that it works again', async () => {
    refuses = true;
    await latest();
    await latest();
    refuses = false;
    await latest();
    expect(app.messages.filter((text) => text.startsWith('telemetry:'))).toEqual([
      expect.stringContaining('it answers 401'),
      'telemetry: the metrics export works again',
    ]);
  });
});
