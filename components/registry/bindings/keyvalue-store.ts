// Guest. wasi:keyvalue/store@0.2.0-draft2.
import { Bytes } from '../../compiled/bytes.ts';
import { StringList } from '../../compiled/list.ts';
import { Result } from '../../compiled/result.ts';

@external("wasi:keyvalue/store@0.2.0-draft2", "open")
declare function hostOpen(label: usize, labelLength: i32, result: usize): void;
@external("wasi:keyvalue/store@0.2.0-draft2", "[method]bucket.get")
declare function hostGet(bucket: i32, key: usize, keyLength: i32, result: usize): void;
@external("wasi:keyvalue/store@0.2.0-draft2", "[method]bucket.set")
declare function hostSet(bucket: i32, key: usize, keyLength: i32, value: usize, length: i32, result: usize): void;
@external("wasi:keyvalue/store@0.2.0-draft2", "[method]bucket.list-keys")
declare function hostListKeys(bucket: i32, hasCursor: i32, cursor: usize, cursorLength: i32, result: usize): void;

/** Return area: the largest result here is result<key-response, error>, 24 bytes. */
const RESULT: usize = memory.data(24, 8);

/** variant error { no-such-store, access-denied, other(string) } at an address. For the bindings only. */
export function liftError(at: usize): string {
  const tag = load<u8>(at);
  if (tag == 0) return 'no such store';
  if (tag == 1) return 'access denied';
  return String.UTF8.decodeUnsafe(load<u32>(at, 4), load<u32>(at, 8));
}

/** An open store. Its handle lives as long as the instance. */
export class Bucket {
  constructor(readonly handle: i32) {}

  static open(label: Bytes): Result<Bucket | null> {
    hostOpen(label.start, label.length, RESULT);
    if (load<u8>(RESULT)) return new Result<Bucket | null>(null, liftError(RESULT + 4));
    return new Result<Bucket | null>(new Bucket(load<i32>(RESULT, 4)), null);
  }

  /** null: no such key. */
  get(key: Bytes): Result<Bytes | null> {
    hostGet(this.handle, key.start, key.length, RESULT);
    return liftValue(RESULT);
  }

  /** Returns the error, or null. */
  set(key: Bytes, value: Bytes): string | null {
    hostSet(this.handle, key.start, key.length, value.start, value.length, RESULT);
    return load<u8>(RESULT) ? liftError(RESULT + 4) : null;
  }

  /** Every key of the store, in no order, in one or more lists. */
  listKeys(): Result<Array<StringList>> {
    const pages: StringList[] = [];
    let hasCursor: i32 = 0;
    let cursor: usize = 0;
    let cursorLength: i32 = 0;
    do {
      hostListKeys(this.handle, hasCursor, cursor, cursorLength, RESULT);
      if (load<u8>(RESULT)) return new Result<Array<StringList>>(pages, liftError(RESULT + 4));
      pages.push(new StringList(load<u32>(RESULT, 4), load<i32>(RESULT, 8)));
      hasCursor = load<u8>(RESULT, 12);
      cursor = load<u32>(RESULT, 16);
      cursorLength = load<i32>(RESULT, 20);
    } while (hasCursor != 0);
    return new Result<Array<StringList>>(pages, null);
  }
}

/** result<option<list<u8>>, error> at an address. For the bindings only. */
export function liftValue(at: usize): Result<Bytes | null> {
  if (load<u8>(at)) return new Result<Bytes | null>(null, liftError(at + 4));
  if (!load<u8>(at, 4)) return new Result<Bytes | null>(null, null);
  return new Result<Bytes | null>(new Bytes(load<u32>(at, 8), load<i32>(at, 12)), null);
}
