import { describe, expect, it } from 'vitest';
import { exportIntervalMs, metricsTarget, resourceAttributes, type Variables } from '../../otlp/environment.ts';

describe('where metrics go', () => {
  it.each<[string, Variables, string | undefined]>([
    ['nowhere when no endpoint is set', {}, undefined],
    ['below the general one', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }, 'http://c:4318/v1/metrics'],
    [
      'to the one for metrics, as it is',
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://c/in/', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://d' },
      'http://c/in/',
    ],
  ])('is %s', (_, variables, url) => {
    expect(metricsTarget(variables)?.url).toBe(url);
  });

  it('has the headers and the timeout for metrics before the general ones', () => {
    const general = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=x%2Cy, =no, no',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    };
    expect(metricsTarget(general)).toMatchObject({ headers: { a: '1', b: 'x,y' }, timeoutMs: 500 });
    const own = { OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'c=2', OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '700' };
    expect(metricsTarget({ ...general, ...own })).toMatchObject({ headers: { c: '2' }, timeoutMs: 700 });
  });

  it.each(['0', '-1', '1s', ''])('has the default time for "%s"', (text) => {
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_TIMEOUT: text };
    expect(metricsTarget(variables)?.timeoutMs).toBe(10_000);
    expect(exportIntervalMs({ OTEL_METRIC_EXPORT_INTERVAL: text })).toBe(60_000);
  });
});

describe('what describes the service', () => {
  const given = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=from%20attributes,a%2Cb=c%3Dd' };

  it('is the name that it is given, when no variable names it', () => {
    expect(resourceAttributes({}, 'tool')).toEqual({ 'service.name': 'tool' });
  });

  it('is what the attributes say, with commas and equals signs in percent-encoding', () => {
    expect(resourceAttributes(given, 'tool')).toEqual({ 'service.name': 'from attributes', 'a,b': 'c=d' });
  });

  it('is OTEL_SERVICE_NAME before all else', () => {
    expect(resourceAttributes({ ...given, OTEL_SERVICE_NAME: 'named' }, 'tool')).toMatchObject({
      'service.name': 'named',
    });
  });
});
