// Guest. What this component is told: by Spin variables (the secret) and by its environment. Host calls: never at a top level.
import { exportIntervalMs, metricsTarget, resourceAttributes, type Variables } from '../../otlp/environment.ts';
import { metricsExporter } from '../../otlp/metrics-exporters.ts';
import { environment } from '../../sdk/environment.ts';
import { optionalVariable } from '../../sdk/variable.ts';
import type { ExportSettings } from './export.ts';
import type { Settings } from './receive.ts';

const defaultMaxBytes = 1024 * 1024;

/** Throws on a value that cannot be used, also of the export: who sends to us is told. */
export function receiveSettings(): Settings {
  exportSettings();
  const text = environment('SIDECARS_OTLP_MAX_BYTES') ?? '';
  const maxBytes = text === '' ? defaultMaxBytes : Number(text);
  if (!Number.isInteger(maxBytes) || maxBytes < 1) {
    throw new Error(`SIDECARS_OTLP_MAX_BYTES: found "${text}", expected a whole number of bytes above 0`);
  }
  return { secret: optionalVariable('telemetry_secret') ?? '', maxBytes };
}

/** Undefined: metrics are not exported. Throws on a value that cannot be used. */
export function exportSettings(): ExportSettings | undefined {
  if (metricsExporter(environment('OTEL_METRICS_EXPORTER')) !== 'otlp') return undefined;
  const variables = new Proxy<Variables>({}, { get: (_, name) => environment(String(name)) });
  const target = metricsTarget(variables);
  if (!target) {
    throw new Error(
      'OTEL_METRICS_EXPORTER is otlp: found no endpoint, expected the collector’s address in OTEL_EXPORTER_OTLP_ENDPOINT, as http://127.0.0.1:4318',
    );
  }
  return {
    ...target,
    intervalMs: exportIntervalMs(variables),
    resource: resourceAttributes(variables, 'unknown_service'),
  };
}
