import { expect, it } from 'vitest';
import { metricsExporter } from '../../otlp/metrics-exporters.ts';

it('OTEL_METRICS_EXPORTER is prometheus unless it says otherwise, and an unknown value names those that are known', () => {
  expect(metricsExporter(undefined)).toBe('prometheus');
  expect(metricsExporter('')).toBe('prometheus');
  expect(metricsExporter('otlp')).toBe('otlp');
  expect(metricsExporter('none')).toBe('none');
  expect(() => metricsExporter('jaeger')).toThrow('found "jaeger", expected one of prometheus, otlp, none');
});
