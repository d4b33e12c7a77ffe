// Guest. wasi:keyvalue/batch@0.2.0-draft2.
import { Bytes } from '../../compiled/bytes.ts';
import { Bucket, liftError } from './keyvalue-store.ts';
import { lowerStrings } from '../../compiled/list.ts';
import { Result } from '../../compiled/result.ts';

@external("wasi:keyvalue/batch@0.2.0-draft2", "get-many")
declare function hostGetMany(bucket: i32, keys: usize, count: i32, result: usize): void;
@external("wasi:keyvalue/batch@0.2.0-draft2", "delete-many")
declare function hostDeleteMany(bucket: i32, keys: usize, count: i32, result: usize): void;

/** Return area: result<list, error>, 16 bytes. */
const RESULT: usize = memory.data(16, 4);

/** list<tuple<string, option<list<u8>>>>: elements of 20 bytes. */
export class FoundValues {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  key(index: i32): Bytes {
    const element = this.start + index * 20;
    return new Bytes(load<u32>(element), load<u32>(element, 4));
  }

  /** null: no such key. */
  value(index: i32): Bytes | null {
    const element = this.start + index * 20;
    if (!load<u8>(element, 8)) return null;
    return new Bytes(load<u32>(element, 12), load<i32>(element, 16));
  }
}

/** The values of keys[from] to keys[to - 1]: those found, in no order. */
export function getMany(bucket: Bucket, keys: Array<Bytes>, from: i32, to: i32): Result<FoundValues> {
  hostGetMany(bucket.handle, lowerStrings(keys, from, to), to - from, RESULT);
  if (load<u8>(RESULT)) return new Result<FoundValues>(new FoundValues(0, 0), liftError(RESULT + 4));
  return new Result<FoundValues>(new FoundValues(load<u32>(RESULT, 4), load<i32>(RESULT, 8)), null);
}

/** Deletes keys[from] to keys[to - 1], whether they exist or not. Returns the error, or null. */
export function deleteMany(bucket: Bucket, keys: Array<Bytes>, from: i32, to: i32): string | null {
  hostDeleteMany(bucket.handle, lowerStrings(keys, from, to), to - from, RESULT);
  return load<u8>(RESULT) ? liftError(RESULT + 4) : null;
}
