// Guest. Where OTLP of one signal goes, as OpenTelemetry's variables say it. gRPC cannot be spoken from a component.
import { environment } from '../environment.ts';

export type Signal = 'traces' | 'logs';
export type Protocol = 'http/json' | 'http/protobuf';

export interface Endpoint {
  url: string;
  headers: [string, string][];
  /** For the whole request. */
  timeoutMs: number;
  protocol: Protocol;
}

/** OpenTelemetry has ten seconds. A collector that hangs would then hold as many instances as a host has. */
const defaultTimeoutMs = 1000;

const grpcPort = '4317';
const httpPort = '4318';

/** What cannot be followed to the letter goes into `faults`, a sentence each. */
export function readEndpoint(signal: Signal, faults: string[]): Endpoint {
  const variable = (name: string) =>
    environment(`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`)?.trim() ||
    environment(`OTEL_EXPORTER_OTLP_${name}`)?.trim();
  return {
    url: urlOf(signal, faults),
    headers: headersOf(variable('HEADERS') ?? '', faults),
    timeoutMs: timeoutOf(variable('TIMEOUT'), faults),
    protocol: protocolOf(variable('PROTOCOL'), faults),
  };
}

/** Whether one is named at all. */
export function namesEndpoint(signal: Signal): boolean {
  return Boolean(
    environment(`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`) || environment('OTEL_EXPORTER_OTLP_ENDPOINT'),
  );
}

function urlOf(signal: Signal, faults: string[]): string {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`;
  const exact = environment(own)?.trim();
  if (exact) return overHttp(own, exact, faults);
  const base = environment('OTEL_EXPORTER_OTLP_ENDPOINT')?.trim();
  if (base) return `${overHttp('OTEL_EXPORTER_OTLP_ENDPOINT', base, faults).replace(/\/+$/, '')}/v1/${signal}`;
  const jaeger = signal === 'traces' ? environment('OTEL_EXPORTER_JAEGER_ENDPOINT')?.trim() : undefined;
  return jaeger ? overOtlp(jaeger, faults) : `http://localhost:${httpPort}/v1/${signal}`;
}

function overHttp(name: string, found: string, faults: string[]): string {
  const url = /^(https?:\/\/[^/:]+|https?:\/\/\[[^\]]+\]):(\d+)(.*)$/.exec(found);
  if (url?.[2] !== grpcPort) return found;
  const mapped = `${url[1]}:${httpPort}${url[3]}`;
  faults.push(
    `${name} is "${found}", whose port ${grpcPort} is for gRPC; OTLP over HTTP has ${httpPort}: sending to ${mapped}`,
  );
  return mapped;
}

/** Jaeger takes OTLP where its own protocol had 14268. */
function overOtlp(found: string, faults: string[]): string {
  const [origin] = /^https?:\/\/(\[[^\]]+\]|[^/:]+)/.exec(found) ?? ['http://localhost'];
  const mapped = `${origin}:${httpPort}/v1/traces`;
  faults.push(
    `OTEL_EXPORTER_JAEGER_ENDPOINT is "${found}", a protocol that Jaeger gave up for OTLP: sending to ${mapped}; set OTEL_EXPORTER_OTLP_ENDPOINT`,
  );
  return mapped;
}

/** `key=value,key=value`, both in percent-encoding. */
function headersOf(text: string, faults: string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf('=');
    try {
      if (at < 1) throw new Error('no "="');
      pairs.push([decodeURIComponent(pair.slice(0, at).trim()), decodeURIComponent(pair.slice(at + 1).trim())]);
    } catch {
      // the value may be a password
      faults.push(`OTEL_EXPORTER_OTLP_HEADERS: an entry is no name=value in percent-encoding; it is left out`);
    }
  }
  return pairs;
}

function timeoutOf(found: string | undefined, faults: string[]): number {
  if (found === undefined) return defaultTimeoutMs;
  if (/^\d+$/.test(found) && Number(found) > 0) return Number(found);
  faults.push(`OTEL_EXPORTER_OTLP_TIMEOUT is "${found}", expected milliseconds; ${defaultTimeoutMs} it is`);
  return defaultTimeoutMs;
}

function protocolOf(found: string | undefined, faults: string[]): Protocol {
  if (found === undefined || found === 'http/json' || found === 'http/protobuf') return found ?? 'http/json';
  faults.push(`OTEL_EXPORTER_OTLP_PROTOCOL is "${found}", expected http/json or http/protobuf; http/json it is`);
  return 'http/json';
}
