// Node, tests. What an app needs to be sent the telemetry of its own host; its manifest has host-telemetry on the demo's route.
import type { AppOptions } from './app.ts';
import { freePort } from './ports.ts';

const secret = 'test-secret';

export async function ownTelemetry(intervalMs: number): Promise<Required<Pick<AppOptions, 'port' | 'env'>>> {
  const port = await freePort();
  return {
    port,
    env: {
      SPIN_VARIABLE_TELEMETRY_SECRET: secret,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `http://127.0.0.1:${port}/internal/otlp/v1/metrics`,
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: `authorization=Bearer%20${secret}`,
      OTEL_METRIC_EXPORT_INTERVAL: String(intervalMs),
    },
  };
}
