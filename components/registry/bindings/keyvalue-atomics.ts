// Guest. wasi:keyvalue/atomics@0.2.0-draft2. On Spin's SQLite a handle whose `current` returned no value swaps
// unconditionally, and incrementing a value that is not 8 bytes panics the host: the caller looks first.
import { Bytes } from '../../compiled/bytes.ts';
import { Bucket, liftError, liftValue } from './keyvalue-store.ts';
import { Result } from '../../compiled/result.ts';

@external("wasi:keyvalue/atomics@0.2.0-draft2", "[static]cas.new")
declare function hostNew(bucket: i32, key: usize, keyLength: i32, result: usize): void;
@external("wasi:keyvalue/atomics@0.2.0-draft2", "[method]cas.current")
declare function hostCurrent(cas: i32, result: usize): void;
@external("wasi:keyvalue/atomics@0.2.0-draft2", "increment")
declare function hostIncrement(bucket: i32, key: usize, keyLength: i32, delta: i64, result: usize): void;
@external("wasi:keyvalue/atomics@0.2.0-draft2", "swap")
declare function hostSwap(cas: i32, value: usize, length: i32, result: usize): void;
@external("wasi:keyvalue/atomics@0.2.0-draft2", "[resource-drop]cas")
declare function hostDrop(cas: i32): void;

/** Return area: the largest result here is result<s64, error>, 24 bytes aligned to 8. */
const RESULT: usize = memory.data(24, 8);

/** Adds to a counter, which comes into being at 0. Returns the error, or null. */
export function increment(bucket: Bucket, key: Bytes, delta: i64): string | null {
  hostIncrement(bucket.handle, key.start, key.length, delta, RESULT);
  return load<u8>(RESULT) ? liftError(RESULT + 8) : null;
}

export enum CasSwap {
  Done,
  /** Somebody else wrote first: nothing was changed. */
  Lost,
  /** Any other error: whether the value was swapped is unknown. */
  Unknown,
}

/** A compare-and-swap of one key. Ends with `swap` or `drop`, whichever comes first. */
export class Cas {
  constructor(private handle: i32) {}

  static open(bucket: Bucket, key: Bytes): Result<Cas | null> {
    hostNew(bucket.handle, key.start, key.length, RESULT);
    if (load<u8>(RESULT)) return new Result<Cas | null>(null, liftError(RESULT + 4));
    return new Result<Cas | null>(new Cas(load<i32>(RESULT, 4)), null);
  }

  /** Reads the value that `swap` will compare with. null: no such key. */
  current(): Result<Bytes | null> {
    hostCurrent(this.handle, RESULT);
    return liftValue(RESULT);
  }

  /** `error` is set for Unknown only. */
  swap(value: Bytes): Result<CasSwap> {
    hostSwap(this.handle, value.start, value.length, RESULT);
    this.handle = 0;
    if (!load<u8>(RESULT)) return new Result<CasSwap>(CasSwap.Done, null);
    if (!load<u8>(RESULT, 4)) return new Result<CasSwap>(CasSwap.Unknown, liftError(RESULT + 8));
    hostDrop(load<i32>(RESULT, 8));
    return new Result<CasSwap>(CasSwap.Lost, null);
  }

  drop(): void {
    if (this.handle == 0) return;
    hostDrop(this.handle);
    this.handle = 0;
  }
}
