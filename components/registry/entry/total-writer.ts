// Guest. The totals of one push as its log entry has them:
//   how many · (family index · label text · source · u64 start · u64 time · values) each
//   values, after their length: counter f64 · gauge count, f64 sum · histogram counts of all buckets, f64 sum, and for a
//   native one the count of its zero bucket, how many others, key and count of each
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { CumulativeArgument, Kind, NativeBucketList } from '../bindings/metrics-registry.ts';
import { keyOf, MAX_INDEX, MIN_INDEX } from './native-key.ts';
import { PushedFamily } from './pushed-family.ts';
import { isUtf8 } from './utf8.ts';

const MAX_SOURCE_BYTES: i32 = 1024;
/** 2^53: what every reader of the exposition, which is in f64, can still count. */
export const MAX_COUNT: u64 = 9007199254740992;
const MAX_BUCKET_COUNT: u64 = 1 << 48;

export class TotalWriter {
  count: i32 = 0;
  private writer: Writer = new Writer(64);
  private values: Writer = new Writer(64);

  get bytes(): Bytes {
    return this.writer.bytes;
  }

  get length(): i32 {
    return this.writer.length;
  }

  /** Returns what is wrong, or null. `index`: of the family in the entry. */
  add(index: u32, series: Bytes, family: PushedFamily, total: CumulativeArgument): string | null {
    if (total.source.length > MAX_SOURCE_BYTES) {
      return `the source of its total has ${total.source.length} bytes, at most ${MAX_SOURCE_BYTES} are taken: shorten it`;
    }
    if (!isUtf8(total.source)) return 'the source of its total is not UTF-8: encode it';
    if (!Number.isFinite(total.sum)) return `total of ${total.sum}: give finite numbers`;
    this.values.truncate(0);
    const fault = this.encode(family, total);
    if (fault !== null) return fault;
    this.count++;
    this.writer.varint(index);
    this.writer.prefixed(series);
    this.writer.prefixed(total.source);
    this.writer.u64(total.startNs);
    this.writer.u64(total.atNs);
    this.writer.prefixed(this.values.bytes);
    return null;
  }

  private encode(family: PushedFamily, total: CumulativeArgument): string | null {
    let expected = 0;
    if (family.kind === Kind.Gauge) expected = 1;
    else if (family.kind === Kind.Histogram) expected = family.buckets.length + 1;
    const counts = total.counts;
    if (counts.length !== expected) return `total with ${counts.length} counts: give ${expected}`;
    if (family.kind === Kind.Counter && total.sum < 0) return `total of ${total.sum}: a counter is not negative`;
    let observations: u64 = 0;
    for (let i = 0; i < expected; i++) {
      observations += counts.at(i);
      if (counts.at(i) > MAX_COUNT || observations > MAX_COUNT) return 'total of more than 2^53 observations';
      this.values.varint(counts.at(i));
    }
    this.values.f64(total.sum);
    if (family.isNative) return this.encodeNative(observations, total);
    if (total.zeroCount === 0 && total.nativeBuckets.length === 0) return null;
    return 'total with native buckets of a metric that is not native: leave them out';
  }

  private encodeNative(observations: u64, total: CumulativeArgument): string | null {
    const buckets: NativeBucketList = total.nativeBuckets;
    let found: u64 = total.zeroCount;
    if (found > MAX_COUNT) return 'total of more than 2^53 observations';
    this.values.varint(total.zeroCount);
    this.values.varint(buckets.length);
    let before = -1;
    for (let i = 0; i < buckets.length; i++) {
      const bucket = buckets.at(i);
      if (bucket.index < MIN_INDEX || bucket.index > MAX_INDEX) {
        return `native bucket ${bucket.index}: expected ${MIN_INDEX} to ${MAX_INDEX}`;
      }
      if (bucket.count >= MAX_BUCKET_COUNT) return `native bucket ${bucket.index} has 2^48 observations or more`;
      const key = keyOf(bucket.index, bucket.isNegative);
      if (key <= before)
        return `native bucket ${bucket.index} follows a higher one: give them in ascending order, each once`;
      before = key;
      found += bucket.count;
      this.values.varint(key);
      this.values.varint(bucket.count);
    }
    if (found === observations) return null;
    return `total with ${found} observations in native buckets and ${observations} in the others: give the same of both`;
  }
}
