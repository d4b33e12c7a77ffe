// Guest and Node. OpenTelemetry's variables for an exporter of metrics over HTTP.

export type Variables = Readonly<Record<string, string | undefined>>;

export interface MetricsTarget {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

const defaultTimeoutMs = 10_000;
const defaultIntervalMs = 60_000;

/** Undefined: no endpoint is set. That for metrics is taken as it is, below the general one comes `/v1/metrics`. */
export function metricsTarget(variables: Variables): MetricsTarget | undefined {
  const general = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = variables.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT || (general && `${general.replace(/\/$/, '')}/v1/metrics`);
  if (!url) return undefined;
  const timeout = variables.OTEL_EXPORTER_OTLP_METRICS_TIMEOUT ?? variables.OTEL_EXPORTER_OTLP_TIMEOUT;
  return {
    url,
    headers: pairs(variables.OTEL_EXPORTER_OTLP_METRICS_HEADERS ?? variables.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMs: milliseconds(timeout) ?? defaultTimeoutMs,
  };
}

/** Between two exports. */
export function exportIntervalMs(variables: Variables): number {
  return milliseconds(variables.OTEL_METRIC_EXPORT_INTERVAL) ?? defaultIntervalMs;
}

/** OTEL_RESOURCE_ATTRIBUTES, and OTEL_SERVICE_NAME before it. `service`: the name without either. */
export function resourceAttributes(variables: Variables, service: string): Record<string, string> {
  const attributes = pairs(variables.OTEL_RESOURCE_ATTRIBUTES);
  return { ...attributes, 'service.name': variables.OTEL_SERVICE_NAME || attributes['service.name'] || service };
}

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/** `name=value,name=value`, both percent-encoded; what is no pair is left out. */
function pairs(text = ''): Record<string, string> {
  const entries = text.split(',').flatMap((pair) => {
    const equals = pair.indexOf('=');
    const name = decoded(pair.slice(0, Math.max(0, equals)).trim());
    return name === '' ? [] : [[name, decoded(pair.slice(equals + 1).trim())]];
  });
  return Object.fromEntries(entries);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
