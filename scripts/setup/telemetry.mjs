// Node. Makes the host that serves the demo send its telemetry to the demo itself (docs/host-telemetry.md).
import { randomBytes } from 'node:crypto';

/** Between two exports: a quarter of the default, for somebody watches. */
const intervalMs = 15_000;

/**
 * Variables for the host's process; `url` is the app's address. Empty when the environment already says where metrics go,
 * or that they go nowhere.
 * @returns {Record<string, string>}
 */
export function telemetryVariables(env, url) {
  if (env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT || env.OTEL_SDK_DISABLED) return {};
  const secret = env.SPIN_VARIABLE_TELEMETRY_SECRET || randomBytes(18).toString('base64url');
  return {
    SPIN_VARIABLE_TELEMETRY_SECRET: secret,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}/internal/otlp/v1/metrics`,
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: `authorization=Bearer%20${encodeURIComponent(secret)}`,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
    OTEL_METRIC_EXPORT_INTERVAL: env.OTEL_METRIC_EXPORT_INTERVAL || String(intervalMs),
  };
}
