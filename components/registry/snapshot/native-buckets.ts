// Guest. The native histogram of one series, changed in place among the values of its record:
//   u64 how often the resolution was halved, and in how many buckets (upper half) · u64 count of the zero bucket ·
//   the buckets, ascending by key, each one u64: key (16 bits, native-key.ts), count (48 bits)
import { SeriesRecord } from '../bindings/series-record.ts';
import { coarserKey } from '../entry/native-key.ts';

const MAX_BUCKETS: i32 = 160;
/** Values that a series has for it. */
export const NATIVE_VALUES: i32 = 2 + MAX_BUCKETS;

/** Never below -4, the coarsest that Prometheus knows: there all numbers of both signs have 144 buckets. */
const FINEST_SCHEMA: i32 = 3;

const COUNT_BITS: u64 = 48;
const COUNT_MASK: u64 = (1 << 48) - 1;

export class NativeBuckets {
  constructor(
    private series: SeriesRecord,
    /** Index of the first value. */
    private from: i32,
  ) {}

  get schema(): i32 {
    return FINEST_SCHEMA - this.halvings;
  }

  private get halvings(): i32 {
    return <i32>(this.series.u64(this.from) & 0xffff);
  }

  get length(): i32 {
    return <i32>(this.series.u64(this.from) >> 32);
  }

  private setShape(halvings: i32, length: i32): void {
    this.series.setU64(this.from, ((<u64>length) << 32) | <u64>halvings);
  }

  get zeroCount(): u64 {
    return this.series.u64(this.from + 1);
  }

  addZero(count: u64): void {
    this.series.setU64(this.from + 1, this.zeroCount + count);
  }

  keyAt(at: i32): i32 {
    return <i32>(this.series.u64(this.from + 2 + at) >> COUNT_BITS);
  }

  countAt(at: i32): u64 {
    return this.series.u64(this.from + 2 + at) & COUNT_MASK;
  }

  private put(at: i32, key: i32, count: u64): void {
    this.series.setU64(this.from + 2 + at, ((<u64>key) << COUNT_BITS) | count);
  }

  /** Counts into a bucket of the finest schema. */
  add(finestKey: i32, count: u64): void {
    let key = finestKey;
    for (let i = 0; i < this.halvings; i++) key = coarserKey(key);
    let at = this.place(key);
    while (this.length === MAX_BUCKETS && !this.has(at, key)) {
      this.halve();
      key = coarserKey(key);
      at = this.place(key);
    }
    if (this.has(at, key)) {
      this.put(at, key, this.countAt(at) + count);
      return;
    }
    const length = this.length;
    for (let i = length; i > at; i--) this.put(i, this.keyAt(i - 1), this.countAt(i - 1));
    this.put(at, key, count);
    this.setShape(this.halvings, length + 1);
  }

  private has(at: i32, key: i32): bool {
    return at < this.length && this.keyAt(at) === key;
  }

  /** Where the key is, or would be. */
  private place(key: i32): i32 {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keyAt(middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private halve(): void {
    const length = this.length;
    let to = 0;
    for (let from = 0; from < length; from++) {
      const key = coarserKey(this.keyAt(from));
      const count = this.countAt(from);
      if (to > 0 && this.keyAt(to - 1) === key) this.put(to - 1, key, this.countAt(to - 1) + count);
      else this.put(to++, key, count);
    }
    this.setShape(this.halvings + 1, to);
  }
}
