// Guest. The four metrics that every HTTP request is counted in. Their names are the catalogue's: whoever measures a
// request, in whatever language, pushes what was measured and not what it is called.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List } from '../../compiled/list.ts';
import { Writer } from '../../compiled/writer.ts';
import { HttpRequestArgument, Kind } from '../bindings/metrics-registry.ts';
import * as catalogue from '../catalogue.ts';
import { Definition } from '../snapshot/definition.ts';
import { isUtf8 } from './utf8.ts';

/** How many they are; in an entry with requests their definitions come first. */
export const HTTP_METRICS: i32 = 4;

export const REQUESTS: i32 = 0;
export const DURATION: i32 = 1;
export const REQUEST_SIZE: i32 = 2;
export const RESPONSE_SIZE: i32 = 3;

const NO_BUCKETS: StaticArray<f64> = [];

export function httpBucketList(metric: i32): F64List {
  const bounds = httpBuckets(metric);
  return new F64List(changetype<usize>(bounds), bounds.length);
}

function httpBuckets(metric: i32): StaticArray<f64> {
  switch (metric) {
    case DURATION:
      return catalogue.HTTP_REQUEST_DURATION_SECONDS_BUCKETS;
    case REQUEST_SIZE:
      return catalogue.HTTP_REQUEST_SIZE_BYTES_BUCKETS;
    case RESPONSE_SIZE:
      return catalogue.HTTP_RESPONSE_SIZE_BYTES_BUCKETS;
    default:
      return NO_BUCKETS;
  }
}

export function writeHttpDefinitions(writer: Writer): void {
  write(writer, REQUESTS, catalogue.HTTP_REQUESTS_TOTAL, catalogue.HTTP_REQUESTS_TOTAL_HELP, '');
  write(
    writer,
    DURATION,
    catalogue.HTTP_REQUEST_DURATION_SECONDS,
    catalogue.HTTP_REQUEST_DURATION_SECONDS_HELP,
    catalogue.HTTP_REQUEST_DURATION_SECONDS_UNIT,
  );
  write(
    writer,
    REQUEST_SIZE,
    catalogue.HTTP_REQUEST_SIZE_BYTES,
    catalogue.HTTP_REQUEST_SIZE_BYTES_HELP,
    catalogue.HTTP_REQUEST_SIZE_BYTES_UNIT,
  );
  write(
    writer,
    RESPONSE_SIZE,
    catalogue.HTTP_RESPONSE_SIZE_BYTES,
    catalogue.HTTP_RESPONSE_SIZE_BYTES_HELP,
    catalogue.HTTP_RESPONSE_SIZE_BYTES_UNIT,
  );
}

function write(writer: Writer, metric: i32, name: string, help: string, unit: string): void {
  const labels: Bytes[] = [];
  for (let i = 0; i < catalogue.HTTP_LABELS.length; i++) labels.push(Bytes.of(catalogue.HTTP_LABELS[i]));
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

/** Methods are what clients send: outside the standard set they share one value. */
export function methodLabel(method: Bytes): Bytes {
  const standard = catalogue.HTTP_METHODS;
  for (let i = 0; i < standard.length; i++) if (method.equalsText(standard[i])) return method;
  return Bytes.of(catalogue.HTTP_METHOD_OTHER);
}
