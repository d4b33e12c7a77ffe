// The host's own telemetry on /metrics of the app that it runs, compared with what the host has sent. The relay between them
// shows both sides, and repeats and reorders what was sent.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricsRequest, metricsResponse } from '../../otlp/metrics.ts';
import { decodeProtobuf, encodeProtobuf } from '../../otlp/protobuf.ts';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { protobufOf, startSender } from '../support/otlp-sender.ts';
import { freePort, until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { pass, pointOf, type Relay, startRelay } from '../support/telemetry-relay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = 'test/fixtures/host-telemetry';
const secret = 'e2e-secret';
const monotonic = { aggregationTemporality: 2, isMonotonic: true };

let relay: Relay;
let app: App;
let port: number;
let stateDir: string;

async function start(): Promise<void> {
  app = await startApp({
    manifest: join(root, folder, 'spin.toml'),
    variables: { telemetry_secret: secret },
    env: {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: relay.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secret}`,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    },
    port,
    stateDir,
  });
  relay.target = `${app.url}/internal/otlp/v1/metrics`;
}

beforeAll(async () => {
  await buildComponent({ name: 'fixtures/host-telemetry', folder, language: 'typescript', world: 'instrumented' });
  stateDir = mkdtempSync(join(tmpdir(), 'sidecars-telemetry-'));
  relay = await startRelay();
  port = await freePort();
  await start();
});
afterAll(async () => {
  await app?.stop();
  relay?.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

async function load(what: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) await (await fetch(`${app.url}/load/${what}`)).arrayBuffer();
}

/** After an export that has everything so far. */
async function metricsNow() {
  const sent = await relay.next();
  expect(sent.status).toBe(200);
  const text = await scrape(app.url);
  return {
    sent,
    seconds: sumOf(text, 'wasm_execution_duration_seconds_sum', { component: 'load' }),
    executions: sumOf(text, 'wasm_execution_duration_seconds_count', { component: 'load' }),
    memoryBytes: sumOf(text, 'wasm_memory_usage_bytes', { component: 'load' }),
    requests: sumOf(text, 'wasm_requests_total', { component: 'load', trigger: 'http' }),
    uncounted: sumOf(text, 'wasm_uncounted_requests_total', { component: 'load' }),
  };
}

const within1Percent = (found: number, expected: number) =>
  expect(Math.abs(found - expected), `${found} and ${expected}`).toBeLessThanOrEqual(Math.abs(expected) / 100);

describe('what only the host knows', () => {
  it('is said to be missing until the host sends it', async () => {
    await scrape(app.url);
    const text = await scrape(app.url);
    expect(text).toContain('\nsidecars_host_telemetry_exports_total');
    expect(text).toContain('docs/host-telemetry.md');
  });

  it('is on /metrics, as the host has it: execution time rises with load, memory with what a request allocates', async () => {
    await load('compute?amount=1', 5);
    const idle = await metricsNow();
    expect([idle.executions, idle.requests]).toEqual([5, 5]);
    await load('compute?amount=100', 10);
    const busy = await metricsNow();
    expect(busy.seconds - idle.seconds).toBeGreaterThan(0.9);
    expect([busy.executions, busy.requests]).toEqual([15, 15]);
    await load('allocate?amount=50000000', 2);
    const large = await metricsNow();
    expect(large.memoryBytes).toBeGreaterThan(50_000_000);
    expect(busy.memoryBytes).toBeLessThan(20_000_000);
    for (const { sent, seconds, executions, requests } of [idle, busy, large]) {
      within1Percent(seconds, pointOf(sent, 'spin.component_cpu_time', 'load').sum!);
      expect(BigInt(executions)).toBe(pointOf(sent, 'spin.component_cpu_time', 'load').count);
      expect(BigInt(requests)).toBe(pointOf(sent, 'spin.request_count', 'load').asInt);
    }
    const memory = (of: typeof busy) => pointOf(of.sent, 'spin.component_memory_used', 'load');
    within1Percent(large.memoryBytes, (memory(large).sum! - memory(busy).sum!) / 2);
  });

  it('does not change when exports are repeated and come late', async () => {
    const before = await metricsNow();
    const { target } = relay;
    for (const { headers, body } of [...relay.exports].reverse()) await pass(target!, headers, body);
    const after = await metricsNow();
    expect({ ...after, sent: undefined }).toEqual({ ...before, sent: undefined });
  });

  it('counts requests that trapped, which their component cannot', async () => {
    const before = await metricsNow();
    expect(before.uncounted).toBe(0);
    await load('trap', 3);
    await metricsNow();
    const after = await metricsNow();
    expect([after.uncounted, after.executions - before.executions]).toEqual([3, 3]);
  });
});

describe('any other sender', () => {
  it('pushes its metrics through the same route, with the same secret', async () => {
    const { meter, collect } = startSender({ service: 'elsewhere' });
    meter.createCounter('jobs', { unit: '{job}' }).add(12);
    const headers = { 'content-type': 'application/x-protobuf' };
    const body = protobufOf(await collect()) as Uint8Array<ArrayBuffer>;
    const send = (authorization: string) =>
      fetch(relay.target!, { method: 'POST', headers: { ...headers, authorization }, body });
    expect((await send('Bearer wrong')).status).toBe(401);
    expect((await send(`Bearer ${secret}`)).status).toBe(200);
    expect(sumOf(await scrape(app.url), 'jobs_total', { component: 'elsewhere' })).toBe(12);
  });

  it('that sends the largest and the smallest numbers there are traps nothing', async () => {
    const point = (more: object) => ({
      attributes: [],
      startTimeUnixNano: 2n ** 64n - 1n,
      timeUnixNano: 2n ** 64n - 1n,
      ...more,
    });
    const buckets = { offset: -2_000_000_000, bucketCounts: [1n] };
    const exponential = { count: 2n, sum: -1e308, scale: 20, positive: buckets, negative: { ...buckets, offset: -7 } };
    const metrics = [
      { name: 'extreme.counter', sum: { dataPoints: [point({ asDouble: 1e308 })], ...monotonic } },
      { name: 'extreme.integer', gauge: { dataPoints: [point({ asInt: -(2n ** 63n) })] } },
      { name: 'extreme.nothing', gauge: { dataPoints: [point({ asDouble: Number.NaN })] } },
      {
        name: 'extreme.histogram',
        exponentialHistogram: { dataPoints: [point(exponential)], aggregationTemporality: 2 },
      },
      {
        name: 'extreme.count',
        histogram: { dataPoints: [point({ count: 2n ** 64n - 1n, sum: 1 })], aggregationTemporality: 2 },
      },
    ];
    const body = encodeProtobuf(metricsRequest, { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    const answer = await fetch(relay.target!, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-protobuf' },
      body: body as Uint8Array<ArrayBuffer>,
    });
    const { partialSuccess } = decodeProtobuf(metricsResponse, new Uint8Array(await answer.arrayBuffer()));
    expect(answer.status).toBe(200);
    expect(partialSuccess).toMatchObject({
      rejectedDataPoints: 1n,
      errorMessage: expect.stringContaining('extreme.count'),
    });
    const text = await scrape(app.url);
    expect(sumOf(text, 'extreme_counter_total')).toBe(1e308);
    expect(sumOf(text, 'extreme_integer')).toBe(-(2 ** 63));
    expect(sumOf(text, 'extreme_histogram_count')).toBe(2);
    expect(sumOf(text, 'extreme_histogram_sum')).toBe(-1e308);
  });

  it('that sends garbage is told so, and changes nothing', async () => {
    const own = /^sidecars_|^http_|^spin_|^wasm_/;
    const others = async () =>
      (await scrape(app.url)).split('\n').filter((line) => !line.startsWith('#') && !own.test(line));
    const before = await others();
    for (let size = 1; size <= 40; size++) {
      const body = Uint8Array.from({ length: size * 7 }, (_, at) => (at * 31 + size * 17) % 256);
      const answer = await fetch(relay.target!, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-protobuf' },
        body,
      });
      await answer.arrayBuffer();
      expect([200, 400]).toContain(answer.status);
    }
    expect(await others()).toEqual(before);
  });
});

describeWith(['prometheus'], 'a real Prometheus', () => {
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(app.url);
  });
  afterAll(() => prometheus?.stop());

  it('graphs both by component, and sees a restart of the host as no more than what came in between', async () => {
    const executions = 'wasm_execution_duration_seconds_count{component="load"}';
    const { executions: before } = await metricsNow();
    await until('the first scrape', async () => (await prometheus.query(executions)) === before);
    await load('compute?amount=1', 7);
    await metricsNow();
    await until('a scrape before the restart', async () => (await prometheus.query(executions)) === before + 7);
    await app.stop();
    await start();
    await load('compute?amount=1', 4);
    await metricsNow();
    await until('a scrape after the restart', async () => (await prometheus.query(executions)) === before + 11);
    expect(await prometheus.query(`resets(${executions}[5m])`)).toBe(0);
    // increase() extrapolates; what it is made of does not
    expect(await prometheus.query(`max_over_time(${executions}[5m]) - min_over_time(${executions}[5m])`)).toBe(11);
    expect(await prometheus.query('count(sum by (component) (wasm_execution_duration_seconds_sum)) > bool 1')).toBe(1);
    expect(await prometheus.query('sum by (component) (wasm_memory_usage_bytes{component="load"})')).toBeGreaterThan(
      1e6,
    );
  });
});
