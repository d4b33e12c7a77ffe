// Guest. One OTLP data point as one change of a series. An interval of a sender of deltas is the same as the total of
// somebody who began with it: so both temporalities become totals, and the registry tells repetitions apart.
import type { Cumulative, Sample } from 'sidecars:metrics/registry@0.1.0';
import {
  type ExponentialBuckets,
  type ExponentialPoint,
  type HistogramPoint,
  type NumberPoint,
  temporality,
} from '../../otlp/metrics.ts';

type Change = Sample['change'];

/** Why a point was rejected; may be sent back. */
export class Rejection extends Error {}

/** 2^53: what a float can still count. */
const maxCount = 2n ** 53n;

/** A value that replaces the one before. */
export function gaugeChange(point: NumberPoint): Change {
  return { tag: 'set', val: numberOf(point) };
}

export function sumChange(point: NumberPoint, isMonotonic: boolean, aggregation: number, source: string): Change {
  checkTemporality(aggregation);
  const value = numberOf(point);
  const isDelta = aggregation === temporality.delta;
  if (!isMonotonic) return isDelta ? { tag: 'add', val: finite(value, 'its value') } : { tag: 'set', val: value };
  if (!(value >= 0)) throw new Rejection(`its value is ${value}, expected a number that is not negative`);
  if (isDelta && point.startTimeUnixNano === 0n) return { tag: 'add', val: finite(value, 'its value') };
  return { tag: 'total', val: total(point, source, finite(value, 'its value'), []) };
}

/** `bounds` false: one bucket for all. */
export function histogramChange(point: HistogramPoint, aggregation: number, source: string, bounds = true): Change {
  checkTemporality(aggregation);
  const { bucketCounts, explicitBounds } = point;
  const count = countOf(point.count);
  if (bucketCounts.length > 0) {
    if (bucketCounts.length !== explicitBounds.length + 1) {
      throw new Rejection(
        `it has ${bucketCounts.length} buckets and ${explicitBounds.length} bounds, expected one bucket more`,
      );
    }
    checkTotal(bucketCounts, count);
  }
  const counts = bounds && bucketCounts.length > 0 ? bucketCounts : [count];
  return distribution(point, aggregation, source, total(point, source, sumOf(point, count), counts));
}

export function exponentialChange(point: ExponentialPoint, aggregation: number, source: string): Change {
  checkTemporality(aggregation);
  const count = countOf(point.count);
  const native = [
    ...nativeBuckets(point.positive, point.scale, false),
    ...nativeBuckets(point.negative, point.scale, true),
  ];
  checkTotal([point.zeroCount, ...native.map((bucket) => bucket.count)], count);
  const value = total(point, source, sumOf(point, count), [count]);
  return distribution(point, aggregation, source, { ...value, zeroCount: point.zeroCount, nativeBuckets: native });
}

/** A delta without a start cannot be told from its repetition, and a histogram's `merge` knows no native buckets. */
function distribution(
  point: HistogramPoint | ExponentialPoint,
  aggregation: number,
  source: string,
  val: Cumulative,
): Change {
  if (aggregation === temporality.cumulative || point.startTimeUnixNano !== 0n) return { tag: 'total', val };
  // its time is as good a name for it: each interval has another
  return { tag: 'total', val: { ...val, source: `${source} `, startNs: point.timeUnixNano } };
}

function total(
  point: NumberPoint | HistogramPoint | ExponentialPoint,
  source: string,
  sum: number,
  counts: bigint[],
): Cumulative {
  return {
    source,
    startNs: point.startTimeUnixNano,
    atNs: point.timeUnixNano,
    sum,
    counts: BigUint64Array.from(counts),
    zeroCount: 0n,
    nativeBuckets: [],
  };
}

function checkTemporality(aggregation: number): void {
  if (aggregation === temporality.delta || aggregation === temporality.cumulative) return;
  throw new Rejection(`its aggregation temporality is ${aggregation}, expected 1 (delta) or 2 (cumulative)`);
}

/** May be NaN or infinite. */
function numberOf({ asDouble, asInt }: NumberPoint): number {
  if (asDouble !== undefined) return asDouble;
  if (asInt === undefined) throw new Rejection('it has no value');
  return Number(asInt);
}

function finite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new Rejection(`${what} is ${value}, expected a finite number`);
  return value;
}

/** Nothing observed has the sum 0. */
function sumOf({ sum }: { sum?: number }, count: bigint): number {
  if (sum === undefined && count > 0n) throw new Rejection('it has no sum, without which its mean would be wrong');
  return finite(sum ?? 0, 'its sum');
}

function countOf(count: bigint): bigint {
  if (count > maxCount) throw new Rejection(`it has ${count} observations, at most 2^53 are taken`);
  return count;
}

function checkTotal(counts: bigint[], count: bigint): void {
  const found = counts.reduce((sum, bucket) => sum + bucket, 0n);
  if (found !== count) throw new Rejection(`it has ${found} observations in its buckets and says ${count}`);
}

/** Scale of the registry's buckets: 2^(1/8), of which each begins where the one before ends. */
const registryScale = 3;
const lowestIndex = -8591;
const highestIndex = 8192;

/** A coarser sender's buckets go, as they are, to where they end. */
function nativeBuckets(
  buckets: ExponentialBuckets | undefined,
  scale: number,
  negative: boolean,
): Cumulative['nativeBuckets'] {
  if (!buckets) return [];
  if (scale < -10 || scale > 20) throw new Rejection(`its scale is ${scale}, expected -10 to 20`);
  const counts = new Map<number, bigint>();
  for (const [at, count] of buckets.bucketCounts.entries()) {
    if (count === 0n) continue;
    const index = nativeIndex(buckets.offset + at, scale);
    counts.set(index, (counts.get(index) ?? 0n) + count);
  }
  return [...counts].map(([index, count]) => ({ index, negative, count }));
}

function nativeIndex(index: number, scale: number): number {
  const ratio = 2 ** Math.abs(scale - registryScale);
  const own = scale >= registryScale ? Math.floor(index / ratio) + 1 : (index + 1) * ratio;
  return Math.min(Math.max(own, lowestIndex), highestIndex);
}
