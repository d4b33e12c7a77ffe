// Guest. The buckets of one native histogram as a log entry or a stream has them: what is between two states of it.
import { Reader } from '../../compiled/reader.ts';
import { coarserKey, indexOfKey, isNegativeKey, keyOf } from '../entry/native-key.ts';
import { NativeBuckets } from './native-buckets.ts';

/** After so many halvings all numbers of one sign are in one of two buckets. */
const MAX_HALVINGS: i32 = 14;

export class NativeCounts {
  zeroCount: u64 = 0;
  /** Ascending. */
  readonly keys: Array<i32> = [];
  readonly counts: Array<u64> = [];

  static read(reader: Reader): NativeCounts {
    const result = new NativeCounts();
    result.zeroCount = reader.varint();
    for (let left = reader.count(); left > 0 && !reader.failed; left--) {
      result.keys.push(<i32>reader.varint());
      result.counts.push(reader.varint());
    }
    return result;
  }

  /**
   * Adds to `buckets` what came since `before`. A sender that has halved its resolution in between has moved what it
   * counted before: then the difference is taken at the coarser resolution, in which no bucket became smaller.
   */
  addSince(before: NativeCounts, buckets: NativeBuckets): void {
    if (this.zeroCount > before.zeroCount) buckets.addZero(this.zeroCount - before.zeroCount);
    let now: NativeCounts = this;
    let then = before;
    for (let halvings = 0; halvings <= MAX_HALVINGS; halvings++) {
      const difference = now.since(then);
      if (difference !== null) {
        for (let i = 0; i < difference.keys.length; i++) {
          buckets.add(finestKey(difference.keys[i], halvings), difference.counts[i]);
        }
        return;
      }
      now = now.coarser();
      then = then.coarser();
    }
  }

  /** null: some bucket has become smaller. */
  private since(before: NativeCounts): NativeCounts | null {
    const result = new NativeCounts();
    let at = 0;
    for (let i = 0; i < this.keys.length; i++) {
      if (at < before.keys.length && before.keys[at] < this.keys[i] && before.counts[at] > 0) return null;
      while (at < before.keys.length && before.keys[at] < this.keys[i]) at++;
      let known: u64 = 0;
      if (at < before.keys.length && before.keys[at] === this.keys[i]) known = before.counts[at++];
      if (known > this.counts[i]) return null;
      if (this.counts[i] === known) continue;
      result.keys.push(this.keys[i]);
      result.counts.push(this.counts[i] - known);
    }
    for (; at < before.keys.length; at++) if (before.counts[at] > 0) return null;
    return result;
  }

  private coarser(): NativeCounts {
    const result = new NativeCounts();
    for (let i = 0; i < this.keys.length; i++) {
      const key = coarserKey(this.keys[i]);
      const last = result.keys.length - 1;
      if (last >= 0 && result.keys[last] === key) {
        result.counts[last] += this.counts[i];
      } else {
        result.keys.push(key);
        result.counts.push(this.counts[i]);
      }
    }
    return result;
  }
}

/** The highest bucket of the finest schema within a coarser one. */
function finestKey(key: i32, halvings: i32): i32 {
  return keyOf(indexOfKey(key) << halvings, isNegativeKey(key));
}
