// One request to the receiver, with OpenTelemetry's own SDK as the sender and the real registry behind `push`.
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { receive } from '../../../components/host-telemetry/receive.ts';
import { status } from '../../../otlp/common.ts';
import { metricsRequest, metricsResponse } from '../../../otlp/metrics.ts';
import { decodeProtobuf, encodeProtobuf } from '../../../otlp/protobuf.ts';
import { parseExposition } from '../../support/exposition.ts';
import { registry } from '../../support/guest/registry.ts';
import { jsonOf, protobufOf, startSender } from '../../support/otlp-sender.ts';
import { MemoryStore } from '../registry/support/memory-store.ts';
import { nativeBuckets, readFamilies } from '../registry/support/protobuf.ts';
import { everything as everyFamily, type Instance, loadRegistry, type Options } from '../registry/support/registry.ts';

let instantiate: (options: Options) => Instance;
let store: MemoryStore;
beforeAll(async () => {
  instantiate = await loadRegistry();
});
beforeEach(() => {
  registry.reset();
  store = new MemoryStore();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

const secret = 's3cret';
const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/x-protobuf' };

async function send(body: Uint8Array | string | undefined, more: RequestInit = {}, maxBytes = 100_000, path = 'otlp') {
  const url = `http://app/internal/${path}/v1/metrics`;
  const request = new Request(url, { method: 'POST', headers, body: body as BodyInit, ...more });
  const { response, ...rest } = await receive(request, () => ({ secret, maxBytes }));
  for (const { families, samples } of registry.pushes) instantiate({ store }).push(families, samples);
  registry.pushes = [];
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isJson = response.headers.get('content-type') === 'application/json';
  const read = () => decodeProtobuf(response.ok ? metricsResponse : status, bytes);
  return { status: response.status, answer: isJson ? JSON.parse(new TextDecoder().decode(bytes)) : read(), ...rest };
}

const held = () => parseExposition(instantiate({ store }).text());
const own = (outcome: string) => held().get(`sidecars_otlp_requests_total{outcome="${outcome}"}`);

describe('what OpenTelemetry’s SDK sends', () => {
  it('is there under its Prometheus name, by component, however often it is sent', async () => {
    const { meter, collect } = startSender();
    meter.createCounter('orders', { unit: '{order}', description: 'Orders' }).add(3, { 'customer.kind': 'new' });
    meter.createUpDownCounter('queue.size').add(-2);
    meter.createGauge('load', { unit: '1' }).record(0.5);
    const histogram = meter.createHistogram('work', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } });
    histogram.record(0.05);
    histogram.record(5);
    const body = protobufOf(await collect());
    for (let i = 0; i < 3; i++) expect(await send(body)).toMatchObject({ status: 200, answer: {}, isFromHost: false });
    const series = held();
    expect(series.get('orders_total{component="billing",customer_kind="new"}')).toBe(3);
    expect(series.get('queue_size{component="billing"}')).toBe(-2);
    expect(series.get('load_ratio{component="billing"}')).toBe(0.5);
    expect(series.get('work_seconds_bucket{component="billing",le="0.1"}')).toBe(1);
    expect(series.get('work_seconds_bucket{component="billing",le="1"}')).toBe(1);
    expect(series.get('work_seconds_bucket{component="billing",le="+Inf"}')).toBe(2);
    expect(series.get('work_seconds_sum{component="billing"}')).toBe(5.05);
    expect(own('accepted')).toBe(3);
    expect(series.get('sidecars_otlp_points_total{outcome="accepted"}')).toBe(12);
  });

  it.each(['delta', 'cumulative'] as const)(
    'adds up when it is %s, over a restart, repeated and late',
    async (temporality) => {
      const bodies: Uint8Array[] = [];
      for (let run = 0; run < 2; run++) {
        const { meter, collect } = startSender({ temporality });
        const counter = meter.createCounter('c');
        const histogram = meter.createHistogram('h');
        for (let i = 0; i < 3; i++) {
          counter.add(10);
          histogram.record(7);
          await new Promise((resolve) => setTimeout(resolve, 2));
          bodies.push(protobufOf(await collect()));
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      const [a, b, c, d, e, f] = bodies as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
      for (const body of [b, a, b, c, e, d, c, f, f, a]) await send(body);
      expect(held().get('c_total{component="billing"}')).toBe(60);
      expect(held().get('h_count{component="billing"}')).toBe(6);
      expect(held().get('h_sum{component="billing"}')).toBe(42);
    },
  );

  it.each(['delta', 'cumulative'] as const)(
    'becomes a native histogram when it is exponential and %s',
    async (temporality) => {
      const { meter, collect } = startSender({ isExponential: true, temporality });
      const histogram = meter.createHistogram('h');
      const values = Array.from({ length: 500 }, (_, index) => 1.03 ** index / 100);
      const counted = new Map<number, number>();
      for (const [index, value] of values.entries()) {
        histogram.record(value);
        const bucket = Math.ceil(8 * Math.log2(value));
        counted.set(bucket, (counted.get(bucket) ?? 0) + 1);
        if (index % 100 === 99) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          await send(protobufOf(await collect()));
        }
      }
      const { content } = instantiate({ store }).expose({ ...everyFamily, format: 'protobuf', families: ['h'] });
      const found = readFamilies(content)[0]!.metrics[0]!.histogram!;
      expect(found).toMatchObject({ count: 500, zeroCount: 0 });
      expect(found.sum).toBeCloseTo(
        values.reduce((sum, value) => sum + value),
        3,
      );
      // OpenTelemetry's 160 buckets over this range have scale 2: half the resolution of ours
      const cumulative = (buckets: Map<number, number>, upTo: number) =>
        [...buckets].reduce((sum, [bucket, count]) => sum + (bucket <= upTo ? count : 0), 0);
      const buckets = nativeBuckets(found.positiveSpans, found.positiveDeltas);
      for (let bound = -40; bound <= 120; bound += 16) {
        expect(
          Math.abs(cumulative(buckets, bound / 2 ** (3 - found.schema!)) - cumulative(counted, bound)),
          `up to ${bound}`,
        ).toBeLessThanOrEqual(8);
      }
    },
  );

  it('may be JSON, and gzip', async () => {
    const { meter, collect } = startSender({ service: 'json' });
    meter.createCounter('c').add(4);
    const body = jsonOf(await collect());
    const json = { ...headers, 'content-type': 'application/json; charset=utf-8' };
    expect(await send(body, { headers: json })).toMatchObject({ status: 200, answer: {} });
    expect(await send(gzipSync(body), { headers: { ...json, 'content-encoding': 'gzip' } })).toMatchObject({
      status: 200,
    });
    expect(held().get('c_total{component="json"}')).toBe(4);
  });
});

describe('points that cannot be taken', () => {
  const request = (...metrics: object[]) =>
    encodeProtobuf(metricsRequest, { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const number = (more: object) => ({ attributes: [], startTimeUnixNano: 1n, timeUnixNano: 2n, ...more });
  const monotonic = { aggregationTemporality: 2, isMonotonic: true };

  it.each([
    ['a summary', { name: 's', summary: { dataPoints: [{}] } }, 'summaries are not taken'],
    [
      'a counter below 0',
      { name: 's', sum: { ...monotonic, dataPoints: [number({ asDouble: -1 })] } },
      'its value is -1',
    ],
    [
      'a counter that is no number',
      { name: 's', sum: { ...monotonic, dataPoints: [number({ asDouble: NaN })] } },
      'its value is NaN',
    ],
    ['a point without a value', { name: 's', gauge: { dataPoints: [number({})] } }, 'it has no value'],
    [
      'no temporality',
      { name: 's', sum: { dataPoints: [number({ asDouble: 1 })], isMonotonic: true } },
      'temporality is 0',
    ],
    [
      'buckets without their bounds',
      {
        name: 's',
        histogram: { aggregationTemporality: 2, dataPoints: [number({ count: 1n, sum: 1, bucketCounts: [1n, 0n] })] },
      },
      'it has 2 buckets and 0 bounds',
    ],
    [
      'buckets that are not its count',
      {
        name: 's',
        histogram: { aggregationTemporality: 2, dataPoints: [number({ count: 3n, sum: 1, bucketCounts: [1n] })] },
      },
      '1 observations in its buckets and says 3',
    ],
    [
      'a histogram without a sum',
      { name: 's', histogram: { aggregationTemporality: 2, dataPoints: [number({ count: 1n })] } },
      'it has no sum',
    ],
    ['a name of nothing', { name: '++', gauge: { dataPoints: [number({ asDouble: 1 })] } }, 'no letter or digit'],
  ])('%s: the others are, and the answer says so', async (_, metric, reason) => {
    const good = { name: 'good', gauge: { dataPoints: [number({ asDouble: 1 })] } };
    const { status, answer } = await send(request(metric, good));
    expect(status).toBe(200);
    const { partialSuccess } = answer as { partialSuccess: { rejectedDataPoints: bigint; errorMessage: string } };
    expect(partialSuccess.rejectedDataPoints).toBe(1n);
    expect(partialSuccess.errorMessage).toContain(reason);
    expect(held().get('good{component="unknown_service"}')).toBe(1);
    expect(own('partial')).toBe(1);
  });

  it('are left out without a word when the sender says that it has no value', async () => {
    const gauge = { name: 'g', gauge: { dataPoints: [number({ asDouble: 1, flags: 1 })] } };
    expect(await send(request(gauge))).toMatchObject({ status: 200, answer: {} });
    expect(held().has('g{component="unknown_service"}')).toBe(false);
  });
});

describe('a request that is refused', () => {
  const good = encodeProtobuf(metricsRequest, {});

  it.each([
    ['nothing', undefined, 'found no Authorization header'],
    ['another secret', 'Bearer s3cre', 'found another secret'],
  ])('with %s is unauthorized', async (_, authorization, message) => {
    const { status, answer } = await send(good, {
      headers: { 'content-type': 'application/x-protobuf', ...(authorization && { authorization }) },
    });
    expect([status, answer]).toEqual([401, { code: 16, message: expect.stringContaining(message) }]);
    expect(own('unauthorized')).toBe(1);
  });

  it('is none that has the secret in its path instead', async () => {
    const without = { headers: { 'content-type': 'application/x-protobuf' } };
    expect(await send(good, without, 1000, `otlp/${secret}`)).toMatchObject({ status: 200 });
    expect(await send(good, without, 1000, 'otlp/s3cre')).toMatchObject({ status: 401 });
    expect(await send(good, without, 1000, `${secret}/otlp`)).toMatchObject({ status: 401 });
  });

  it('is for another path', async () => {
    const request = new Request('http://app/internal/otlp/v1/traces', { method: 'POST', headers });
    const { response } = await receive(request, () => ({ secret, maxBytes: 1000 }));
    expect(response.status).toBe(404);
  });

  it('is every one as long as there is no secret', async () => {
    const request = new Request('http://app/v1/metrics', {
      method: 'POST',
      headers: { ...headers, authorization: 'Bearer ' },
      body: good as Uint8Array<ArrayBuffer>,
    });
    const { response } = await receive(request, () => ({ secret: '', maxBytes: 1000 }));
    expect(response.status).toBe(401);
  });

  it('is garbage, and its answer a status in the form of the request', async () => {
    expect(await send(Uint8Array.of(1, 2, 3))).toMatchObject({ status: 400, answer: { code: 3 } });
    const json = { ...headers, 'content-type': 'application/json' };
    expect(await send('{', { headers: json })).toMatchObject({
      status: 400,
      answer: { code: 3, message: expect.stringContaining('no JSON') },
    });
    expect(await send('no gzip', { headers: { ...headers, 'content-encoding': 'gzip' } })).toMatchObject({
      status: 400,
    });
    expect(own('malformed')).toBe(3);
  });

  it('is too large, also when it becomes so', async () => {
    expect(await send(new Uint8Array(101), {}, 100)).toMatchObject({ status: 413, answer: { code: 8 } });
    const bomb = gzipSync(new Uint8Array(5_000_000));
    expect(await send(bomb, { headers: { ...headers, 'content-encoding': 'gzip' } })).toMatchObject({ status: 413 });
    expect(own('too_large')).toBe(2);
  });

  it('has another method, type or encoding', async () => {
    expect(await send(undefined, { method: 'GET' })).toMatchObject({ status: 405 });
    expect(await send(good, { headers: { ...headers, 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
    expect(await send(good, { headers: { ...headers, 'content-encoding': 'br' } })).toMatchObject({ status: 415 });
    expect(own('unsupported')).toBe(2);
  });

  it('may be sent again when the registry fails', async () => {
    const { meter, collect } = startSender();
    meter.createCounter('c').add(1);
    registry.failure = { payload: { tag: 'store', val: 'gone' } };
    expect(await send(protobufOf(await collect()))).toMatchObject({ status: 503, answer: { code: 14 } });
  });
});
