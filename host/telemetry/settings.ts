// Node, main thread. Whether the host exports its telemetry, and where: by the variables that Spin reads, as Spin reads them.
import { exportIntervalMs, type MetricsTarget, metricsTarget, resourceAttributes } from '../../otlp/environment.ts';
import { HostError } from '../errors.ts';

export interface TelemetrySettings extends MetricsTarget {
  intervalMs: number;
  /** Attributes of the resource; `service.name` is among them. */
  resource: Record<string, string>;
}

/** Undefined: no export. Throws a HostError for a protocol that only Spin speaks, or nobody. */
export function telemetrySettings(env: NodeJS.ProcessEnv): TelemetrySettings | undefined {
  const target = metricsTarget(env);
  if (!target || env.OTEL_SDK_DISABLED) return undefined;
  checkProtocol(env.OTEL_EXPORTER_OTLP_METRICS_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL);
  if (!URL.canParse(target.url)) {
    throw new HostError(
      'TELEMETRY_INVALID',
      `the endpoint of the metrics export: found "${target.url}", expected an address such as http://127.0.0.1:4318/v1/metrics`,
    );
  }
  const sdk = { 'telemetry.sdk.name': 'spin-sidecars', 'telemetry.sdk.language': 'nodejs' };
  return { ...target, intervalMs: exportIntervalMs(env), resource: { ...sdk, ...resourceAttributes(env, 'spin') } };
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol !== 'grpc' && protocol !== 'http/json') return; // Spin takes whatever else it finds as http/protobuf
  throw new HostError(
    'TELEMETRY_INVALID',
    `the OTLP protocol of the metrics export: found "${protocol}", expected "http/protobuf", the only one of this host; leave the variable out`,
  );
}
