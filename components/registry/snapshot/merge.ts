// Guest. Counts one log entry into a snapshot. Called in ascending key order: float addition is not associative, and
// a sum that falls by its last digit looks like a counter reset.
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Change, Kind } from '../bindings/metrics-registry.ts';
import { SeriesRecord } from '../bindings/series-record.ts';
import { ENTRY_VERSION } from '../entry/batch.ts';
import { OWN_COUNT, Own } from '../own-metrics.ts';
import { addTotal } from './add-total.ts';
import { noteOrigin } from './component-info.ts';
import { Definition } from './definition.ts';
import { Exemplar } from './exemplars.ts';
import { Family } from './family.ts';
import { NativeBuckets } from './native-buckets.ts';
import { Snapshot } from './snapshot.ts';

/** Nanoseconds after which a definition that nobody pushes gives way to another one. */
const SILENCE: u64 = 60_000_000_000;

/** One family of the entry: where its samples go. */
class Target {
  constructor(
    /** The entry's own definition, by which its samples are read. */
    readonly definition: Definition,
    /** null: its samples are dropped, for this reason. */
    readonly family: Family | null,
    readonly reason: Own,
  ) {}
}

/**
 * Merges the entry pushed at `time` (nanoseconds since 1970). False: the entry cannot be read, and nothing of it was
 * counted, for the seal is looked at before anything else.
 */
export function mergeEntry(snapshot: Snapshot, entry: Bytes, time: u64): bool {
  const reader = Reader.sealed(entry);
  if (reader === null || reader.u8() !== ENTRY_VERSION) return false;
  const origin = reader.prefixed();
  const targets: Target[] = [];
  for (let left = reader.count(); left > 0; left--) {
    const target = resolve(snapshot, reader.prefixed(), time);
    if (target === null) return false;
    targets.push(target);
  }
  for (let left = reader.u32(); left > 0 && !reader.failed; left--) {
    const index = reader.varint();
    if (index >= <u64>targets.length) return false;
    mergeSample(snapshot, targets[<i32>index], reader, time);
  }
  for (let left = reader.count(); left > 0; left--) {
    const own = reader.varint();
    const amount = reader.varint();
    if (own < <u64>OWN_COUNT) snapshot.own[<i32>own] += amount;
  }
  for (let left = reader.count(); left > 0 && !reader.failed; left--) {
    const index = reader.varint();
    if (index >= <u64>targets.length) return false;
    mergeTotal(snapshot, targets[<i32>index], reader, time);
  }
  for (let left = reader.count(); left > 0 && !reader.failed; left--) {
    const index = reader.varint();
    if (index >= <u64>targets.length) return false;
    mergeExemplar(snapshot, targets[<i32>index].family, reader, time);
  }
  if (origin.length > 0) noteOrigin(snapshot, origin, time);
  // an entry without families only carries the registry's own counts
  if (targets.length > 0) snapshot.own[Own.Pushes] += 1;
  return !reader.failed;
}

function resolve(snapshot: Snapshot, encoded: Bytes, time: u64): Target | null {
  const name = new Reader(encoded).prefixed();
  const known = snapshot.family(name);
  if (known !== null && known.definition.encoded.equals(encoded)) {
    return target(snapshot, known.definition, known, time);
  }
  const definition = Definition.parse(encoded);
  if (definition === null) return null;
  if (known === null) return target(snapshot, definition, snapshot.define(definition), time);
  if (known.definition.isCompatible(definition)) {
    known.definition = definition; // help or unit were reworded
  } else if (known.definition.kind === definition.kind && time > known.pushedAt + SILENCE) {
    snapshot.replace(known, definition);
  } else {
    return new Target(definition, null, Own.DropDefinition);
  }
  return target(snapshot, definition, known, time);
}

function target(snapshot: Snapshot, definition: Definition, family: Family | null, time: u64): Target {
  if (family === null) return new Target(definition, null, snapshot.refusal);
  if (time > family.pushedAt) family.pushedAt = time;
  if (definition.hasOneSeries) {
    // the definition alone is a push of it
    const series = snapshot.series(family, Bytes.empty());
    if (series !== null) series.touch(time);
  }
  return new Target(definition, family, snapshot.refusal);
}

/** The series of a sample; null: the sample is dropped, and counted as such. */
function seriesOf(snapshot: Snapshot, target: Target, text: Bytes, time: u64): SeriesRecord | null {
  const family = target.family;
  let series: SeriesRecord | null = null;
  if (family !== null) series = snapshot.series(family, text);
  if (series === null) snapshot.drop(family === null ? target.reason : snapshot.refusal, target.definition.name);
  else series.touch(time);
  return series;
}

function mergeTotal(snapshot: Snapshot, target: Target, reader: Reader, time: u64): void {
  const text = reader.prefixed();
  const source = reader.prefixed();
  const start = reader.u64();
  const readAt = reader.u64();
  const values = reader.prefixed();
  if (reader.failed) return;
  const series = seriesOf(snapshot, target, text, time);
  const family = target.family;
  if (series === null || family === null) return;
  const stream = family.totals.stream(text, source, start, readAt);
  if (stream !== null) addTotal(series, target.definition, stream, readAt, values);
}

function mergeSample(snapshot: Snapshot, target: Target, reader: Reader, time: u64): void {
  const text = reader.prefixed();
  let series: SeriesRecord | null = null;
  if (!reader.failed) series = seriesOf(snapshot, target, text, time);
  const kind = target.definition.kind;
  if (kind === Kind.Histogram) mergeHistogram(series, target.definition, reader);
  else if (kind === Kind.Gauge) mergeGauge(series, reader, time);
  else mergeCounter(series, reader);
}

function mergeCounter(series: SeriesRecord | null, reader: Reader): void {
  const value = reader.f64();
  if (series !== null) series.setF64(0, series.f64(0) + value);
}

/** Values: the gauge, and the time of the newest `set`; an older one that arrives late changes nothing. */
function mergeGauge(series: SeriesRecord | null, reader: Reader, time: u64): void {
  const change = reader.u8();
  const value = reader.f64();
  if (series === null) return;
  if (change === <u8>Change.Add) {
    series.setF64(0, series.f64(0) + value);
  } else if (time >= series.u64(1)) {
    series.setF64(0, value);
    series.setU64(1, time);
  }
}

function mergeHistogram(series: SeriesRecord | null, definition: Definition, reader: Reader): void {
  const bucketCount = definition.bucketCount;
  for (let i = 0; i < bucketCount; i++) {
    const count = reader.varint();
    if (series !== null && count > 0) series.setU64(i, series.u64(i) + count);
  }
  const sum = reader.f64();
  if (series !== null) series.setF64(bucketCount, series.f64(bucketCount) + sum);
  if (definition.isNative) mergeNative(series, bucketCount + 1, reader);
}

function mergeNative(series: SeriesRecord | null, from: i32, reader: Reader): void {
  const zeroCount = reader.varint();
  let buckets: NativeBuckets | null = null;
  if (series !== null) buckets = new NativeBuckets(series, from);
  if (buckets !== null) buckets.addZero(zeroCount);
  for (let left = reader.count(); left > 0; left--) {
    const key = <i32>reader.varint();
    const count = reader.varint();
    if (buckets !== null) buckets.add(key, count);
  }
}

function mergeExemplar(snapshot: Snapshot, family: Family | null, reader: Reader, time: u64): void {
  const series = reader.prefixed();
  const bucket = <i32>reader.varint();
  const labels = reader.prefixed();
  const value = reader.f64();
  // a series that found no room has none
  if (family === null || reader.failed || family.find(<u32>series.hash(), series) === null) return;
  snapshot.noteExemplar(family, new Exemplar(series, bucket, labels, value, time));
}
