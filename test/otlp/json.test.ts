import { describe, expect, it } from 'vitest';
import { decodeJson } from '../../otlp/json.ts';
import { type MetricsRequest, metricsRequest } from '../../otlp/metrics.ts';

const decode = (text: string) => decodeJson(metricsRequest, text) as unknown as MetricsRequest;
const point = (fields: string) =>
  decode(`{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{${fields}}]}}]}]}]}`)
    .resourceMetrics[0]!.scopeMetrics[0]!.metrics[0]!.gauge!.dataPoints[0];

describe('OTLP as JSON', () => {
  it('takes 64-bit numbers with and without quotes, and keeps every digit of those with', () => {
    expect(point('"timeUnixNano":"1795489795141410605","asInt":"-9007199254740993"')).toMatchObject({
      timeUnixNano: 1795489795141410605n,
      asInt: -9007199254740993n,
    });
    expect(point('"timeUnixNano":5,"asInt":-6')).toMatchObject({ timeUnixNano: 5n, asInt: -6n });
  });

  it('takes what JSON has no number for', () => {
    expect(point('"asDouble":"NaN"')!.asDouble).toBeNaN();
    expect(point('"asDouble":"-Infinity"')!.asDouble).toBe(-Infinity);
  });

  it('skips what it does not know, and takes null as absent', () => {
    expect(point('"later":{"x":1},"asInt":null,"asDouble":1')).toMatchObject({ asDouble: 1 });
    expect(decode('{}')).toEqual({ resourceMetrics: [] });
  });

  it.each([
    ['[', 'the body is no JSON'],
    ['[]', 'the body: found [], expected an object'],
    ['{"resourceMetrics":{}}', 'the body.resourceMetrics: found {}, expected an array'],
    [
      '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":7}]}]}]}',
      'metrics[0].name: found 7, expected a string',
    ],
  ])('says where %s is wrong', (text, message) => {
    expect(() => decode(text)).toThrow(message);
  });

  it.each(['"timeUnixNano":"-1"', '"timeUnixNano":"1e3"', '"asInt":1.5', '"asDouble":"x"', '"flags":"many"'])(
    'refuses %s',
    (fields) => expect(() => point(fields)).toThrow('expected a'),
  );
});
