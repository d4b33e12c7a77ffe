// Guest. The four metrics that every HTTP request is counted in. Here is their one home: whoever measures a request,
// in whatever language, pushes what was measured and not what it is called.
import { Bytes } from '../bindings/bytes.ts';
import { environmentVariable } from '../bindings/environment.ts';
import { F64List } from '../bindings/list.ts';
import { HttpRequestArgument, Kind } from '../bindings/metrics-registry.ts';
import { Writer } from '../bindings/writer.ts';
import { Definition } from '../snapshot/definition.ts';
import { isUtf8 } from './utf8.ts';

/** How many they are; in an entry with requests their definitions come first. */
export const HTTP_METRICS: i32 = 4;

export const REQUESTS: i32 = 0;
export const DURATION: i32 = 1;
export const REQUEST_SIZE: i32 = 2;
export const RESPONSE_SIZE: i32 = 3;

const SECONDS: StaticArray<f64> = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BYTES: StaticArray<f64> = [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
const NONE: StaticArray<f64> = [];

export function httpBucketList(metric: i32): F64List {
  const bounds = httpBuckets(metric);
  return new F64List(changetype<usize>(bounds), bounds.length);
}

function httpBuckets(metric: i32): StaticArray<f64> {
  if (metric === REQUESTS) return NONE;
  return metric === DURATION ? SECONDS : BYTES;
}

/** Sorted, as label texts have them. */
export const HTTP_LABELS: StaticArray<string> = ['component', 'method', 'route', 'status'];

export function writeHttpDefinitions(writer: Writer): void {
  const labels: Bytes[] = [];
  for (let i = 0; i < HTTP_LABELS.length; i++) labels.push(Bytes.of(HTTP_LABELS[i]));
  writeDefinition(writer, labels, REQUESTS, 'http_requests_total', 'Total HTTP requests', '');
  writeDefinition(writer, labels, DURATION, 'http_request_duration_seconds', 'Request latency', 'seconds');
  writeDefinition(writer, labels, REQUEST_SIZE, 'http_request_size_bytes', 'Request body size', 'bytes');
  writeDefinition(writer, labels, RESPONSE_SIZE, 'http_response_size_bytes', 'Response body size', 'bytes');
}

function writeDefinition(writer: Writer, labels: Bytes[], metric: i32, name: string, help: string, unit: string): void {
  const kind = metric === REQUESTS ? Kind.Counter : Kind.Histogram;
  Definition.write(
    writer,
    Bytes.of(name),
    kind,
    false,
    labels,
    httpBucketList(metric),
    false,
    Bytes.of(help),
    Bytes.of(unit),
  );
}

/** Returns the rule that the request breaks, or null. */
export function httpRequestError(request: HttpRequestArgument): string | null {
  if (!isUtf8(request.component)) return 'its component is not UTF-8: encode it';
  if (!isUtf8(request.route)) return 'its route is not UTF-8: encode it';
  let error = numberError('duration', request.durationSeconds);
  if (error === null) error = numberError('request size', request.requestBytes);
  return error !== null ? error : numberError('response size', request.responseBytes);
}

function numberError(what: string, value: f64): string | null {
  if (Number.isFinite(value) && value >= 0) return null;
  return `its ${what} is ${value}: give a finite number that is not negative`;
}

/** The value of the label `component` for whoever leaves it out. */
export function ownComponent(): Bytes {
  let name = environmentVariable('SIDECARS_COMPONENT');
  if (name === null || name.length === 0) name = environmentVariable('OTEL_SERVICE_NAME');
  return name === null || name.length === 0 ? Bytes.of('unknown') : name;
}

/** Methods are what clients send: outside the standard set they share one value. */
export function methodLabel(method: Bytes): Bytes {
  const isStandard =
    method.equalsText('GET') ||
    method.equalsText('POST') ||
    method.equalsText('HEAD') ||
    method.equalsText('PUT') ||
    method.equalsText('PATCH') ||
    method.equalsText('DELETE') ||
    method.equalsText('OPTIONS') ||
    method.equalsText('CONNECT') ||
    method.equalsText('TRACE');
  return isStandard ? method : Bytes.of('other');
}
