// Node, main thread. Whether the host exports its telemetry, and where: by the variables that Spin reads, as Spin reads them.
import { HostError } from '../errors.ts';

export interface TelemetrySettings {
  url: string;
  headers: Record<string, string>;
  intervalMs: number;
  timeoutMs: number;
  /** Attributes of the resource; `service.name` is among them. */
  resource: Record<string, string>;
}

const defaultIntervalMs = 60_000;
const defaultTimeoutMs = 10_000;

/** Undefined: no export. Throws a HostError for a protocol that only Spin speaks, or nobody. */
export function telemetrySettings(env: NodeJS.ProcessEnv): TelemetrySettings | undefined {
  const own = env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  const general = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = own || (general && `${general.replace(/\/$/, '')}/v1/metrics`);
  if (!url || env.OTEL_SDK_DISABLED) return undefined;
  checkProtocol(env.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL);
  if (!URL.canParse(url)) {
    throw new HostError(
      'TELEMETRY_INVALID',
      `the endpoint of the metrics export: found "${url}", expected an address such as http://127.0.0.1:4318/v1/metrics`,
    );
  }
  const attributes = pairs(env.OTEL_RESOURCE_ATTRIBUTES);
  const name = env.OTEL_SERVICE_NAME || attributes['service.name'] || 'spin';
  return {
    url,
    headers: pairs(env.OTEL_EXPORTER_OTLP_METRICS_HEADERS ?? env.OTEL_EXPORTER_OTLP_HEADERS),
    intervalMs: milliseconds(env.OTEL_METRIC_EXPORT_INTERVAL) ?? defaultIntervalMs,
    timeoutMs:
      milliseconds(env.OTEL_EXPORTER_OTLP_METRICS_TIMEOUT ?? env.OTEL_EXPORTER_OTLP_TIMEOUT) ?? defaultTimeoutMs,
    resource: {
      'telemetry.sdk.name': 'spin-sidecars',
      'telemetry.sdk.language': 'nodejs',
      ...attributes,
      'service.name': name,
    },
  };
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol !== 'grpc' && protocol !== 'http/json') return; // Spin takes whatever else it finds as http/protobuf
  throw new HostError(
    'TELEMETRY_INVALID',
    `the OTLP protocol of the metrics export: found "${protocol}", expected "http/protobuf", the only one of this host; leave the variable out`,
  );
}

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/** `name=value,name=value`, values percent-encoded; what is no pair is left out. */
function pairs(text = ''): Record<string, string> {
  const entries = text.split(',').flatMap((pair) => {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
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
