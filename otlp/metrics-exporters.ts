// Guest and Node. OTEL_METRICS_EXPORTER: who gets the metrics.

export const metricsExporters = ['prometheus', 'otlp', 'none'] as const;
export type MetricsExporter = (typeof metricsExporters)[number];

/** Throws on a value that is not among them. Empty or absent: `prometheus`, which is /metrics. */
export function metricsExporter(text: string | undefined): MetricsExporter {
  const found = text || 'prometheus';
  const exporter = metricsExporters.find((name) => name === found);
  if (exporter) return exporter;
  throw new Error(
    `OTEL_METRICS_EXPORTER: found "${found}", expected one of ${metricsExporters.join(', ')}; correct it`,
  );
}
