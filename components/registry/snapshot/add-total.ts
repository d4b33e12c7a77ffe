// Guest. Adds to a series what came in a stream since it was last seen.
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { SeriesRecord } from '../bindings/series-record.ts';
import { Definition } from './definition.ts';
import { NativeBuckets } from './native-buckets.ts';
import { NativeCounts } from './native-counts.ts';
import { Stream } from './totals.ts';

/** `readAt`: when the values were read, by their sender. */
export function addTotal(
  series: SeriesRecord,
  definition: Definition,
  stream: Stream,
  readAt: u64,
  values: Bytes,
): void {
  if (stream.values.length > 0) {
    if (readAt <= stream.time) return;
    if (isLower(definition, values, stream.values)) {
      if (stream.start !== 0) return;
      stream.values = Bytes.empty(); // its sender began from zero and cannot say when
    }
  }
  const now = new Reader(values);
  const before = new Reader(stream.values);
  if (definition.kind === Kind.Counter) addSum(series, 0, now, before);
  else if (definition.kind === Kind.Gauge) setMean(series, readAt, now, before);
  else addHistogram(series, definition, now, before);
  stream.values = values;
  stream.time = readAt;
}

/** What nothing was stored of is 0: a reader past its end gives that. */
function isLower(definition: Definition, values: Bytes, known: Bytes): bool {
  const now = new Reader(values);
  const before = new Reader(known);
  if (definition.kind === Kind.Counter) return now.f64() < before.f64();
  const counts = definition.kind === Kind.Gauge ? 1 : definition.bucketCount;
  for (let i = 0; i < counts; i++) if (now.varint() < before.varint()) return true;
  return false;
}

/** As long as there was only one sender the series is what it sent, to the last digit. */
function addSum(series: SeriesRecord, index: i32, now: Reader, before: Reader): void {
  const value = now.f64();
  const known = before.f64();
  series.setF64(index, series.f64(index) === known ? value : series.f64(index) + (value - known));
}

/** Values: the gauge, and when it was read. */
function setMean(series: SeriesRecord, readAt: u64, now: Reader, before: Reader): void {
  const count = now.varint() - before.varint();
  const sum = now.f64() - before.f64();
  if (count === 0 || readAt < series.u64(1)) return;
  series.setF64(0, sum / <f64>count);
  series.setU64(1, readAt);
}

function addHistogram(series: SeriesRecord, definition: Definition, now: Reader, before: Reader): void {
  const bucketCount = definition.bucketCount;
  for (let i = 0; i < bucketCount; i++) series.setU64(i, series.u64(i) + (now.varint() - before.varint()));
  addSum(series, bucketCount, now, before);
  if (!definition.isNative) return;
  const known = NativeCounts.read(before);
  NativeCounts.read(now).addSince(known, new NativeBuckets(series, bucketCount + 1));
}
