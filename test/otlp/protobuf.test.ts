// The binary form and JSON, judged by OpenTelemetry's own encoders.
import { describe, expect, it } from 'vitest';
import { decodeJson } from '../../otlp/json.ts';
import { OtlpError } from '../../otlp/message.ts';
import { type MetricsRequest, metricsRequest } from '../../otlp/metrics.ts';
import { decodeProtobuf, encodeProtobuf } from '../../otlp/protobuf.ts';
import { jsonOf, protobufOf, startSender } from '../support/otlp-sender.ts';

async function everything(isExponential: boolean) {
  const { meter, collect } = startSender({ isExponential });
  const attributes = { text: 'Zürich', number: 2.5, whole: 7, yes: true, list: ['a', 'b'] };
  meter.createCounter('c', { unit: '1', description: 'Counter' }).add(3, attributes);
  meter.createUpDownCounter('u').add(-1.5, attributes);
  meter.createGauge('g', { unit: 'By' }).record(1e300, attributes);
  const histogram = meter.createHistogram('h', { unit: 's' });
  for (const value of [0, 0.001, 1.5, 7, 12_345]) histogram.record(value, attributes);
  return collect();
}

describe.each([
  ['with explicit buckets', false],
  ['with exponential buckets', true],
])('a request of OpenTelemetry’s SDK %s', (_, isExponential) => {
  it('says the same in protobuf and in JSON', async () => {
    const metrics = await everything(isExponential);
    const fromProtobuf = decodeProtobuf(metricsRequest, protobufOf(metrics)) as unknown as MetricsRequest;
    expect(fromProtobuf).toEqual(decodeJson(metricsRequest, new TextDecoder().decode(jsonOf(metrics))));
    const sent = fromProtobuf.resourceMetrics[0]!.scopeMetrics[0]!;
    expect(sent.scope).toEqual({ name: 'test', version: '1.2.3' });
    const [counter, upDown, gauge, last] = sent.metrics;
    expect(counter).toMatchObject({ name: 'c', unit: '1', description: 'Counter', sum: { isMonotonic: true } });
    expect(counter!.sum!.dataPoints[0]).toMatchObject({ asDouble: 3 });
    expect(counter!.sum!.dataPoints[0]!.attributes).toContainEqual({ key: 'text', value: { stringValue: 'Zürich' } });
    expect(upDown!.sum).toMatchObject({ isMonotonic: false, dataPoints: [{ asDouble: -1.5 }] });
    expect(gauge!.gauge!.dataPoints[0]!.asDouble).toBe(1e300);
    const point = (last!.histogram ?? last!.exponentialHistogram)!.dataPoints[0]!;
    expect(point).toMatchObject({ count: 5n, sum: 12_353.501 });
  });

  it('says the same after our encoder', async () => {
    const bytes = protobufOf(await everything(isExponential));
    const again = encodeProtobuf(metricsRequest, decodeProtobuf(metricsRequest, bytes));
    expect(decodeProtobuf(metricsRequest, again)).toEqual(decodeProtobuf(metricsRequest, bytes));
    // the order of fields and zeros may differ, and what the table leaves out
    expect(Math.abs(again.length - bytes.length)).toBeLessThan(bytes.length / 10);
  });
});

describe('a body that is no such message', () => {
  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, -3)],
    ['text', () => new TextEncoder().encode('hello there')],
    ['of another wire type', () => Uint8Array.of(0x08, 1)],
    ['endless', () => new Uint8Array(100).fill(0xff)],
  ])('is an error when it is %s', async (_, spoil) => {
    const bytes = protobufOf(await everything(false));
    expect(() => decodeProtobuf(metricsRequest, spoil(bytes))).toThrow(OtlpError);
  });

  it('is an error when it nests too deeply', () => {
    let value: object = { stringValue: 'x' };
    for (let depth = 0; depth < 100; depth++) value = { arrayValue: { values: [value] } };
    const values = { resourceMetrics: [{ resource: { attributes: [{ key: 'deep', value }] }, scopeMetrics: [] }] };
    const bytes = encodeProtobuf(metricsRequest, values);
    expect(() => decodeProtobuf(metricsRequest, bytes)).toThrow('nested deeper than 32');
    expect(() => decodeJson(metricsRequest, JSON.stringify(values))).toThrow('nested deeper than 32');
  });
});
