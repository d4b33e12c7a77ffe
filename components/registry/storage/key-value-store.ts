// Guest. The registry's store on Spin's key-value interface.
import { Bytes } from '../../compiled/bytes.ts';
import { Result } from '../../compiled/result.ts';
import { Cas, CasSwap, increment } from '../bindings/keyvalue-atomics.ts';
import { deleteMany, getMany } from '../bindings/keyvalue-batch.ts';
import { Bucket } from '../bindings/keyvalue-store.ts';
import { openBucket } from './bucket.ts';
import { rootKey } from './keys.ts';
import { KeySink } from './listing.ts';
import { rootId, rootLengthError, rootValue } from './root.ts';
import { Root, Store, Swap } from './store.ts';

export function openKeyValueStore(): Result<Store | null> {
  const opened = openBucket();
  const bucket = opened.value;
  return new Result<Store | null>(bucket === null ? null : new KeyValueStore(bucket), opened.error);
}

class KeyValueStore extends Store {
  private cas: Cas | null = null;

  constructor(private bucket: Bucket) {
    super();
  }

  get(key: Bytes): Result<Bytes | null> {
    return this.bucket.get(key);
  }

  set(key: Bytes, value: Bytes): string | null {
    return this.bucket.set(key, value);
  }

  getMany(keys: Array<Bytes>): Result<StaticArray<Bytes | null>> {
    const values = new StaticArray<Bytes | null>(keys.length);
    const found = getMany(this.bucket, keys, 0, keys.length);
    if (found.error !== null) return new Result<StaticArray<Bytes | null>>(values, found.error);
    for (let i = 0; i < found.value.length; i++) {
      const at = indexOf(keys, found.value.key(i));
      if (at >= 0) values[at] = found.value.value(i);
    }
    return new Result<StaticArray<Bytes | null>>(values, null);
  }

  deleteMany(keys: Array<Bytes>, from: i32, to: i32): string | null {
    return deleteMany(this.bucket, keys, from, to);
  }

  list(sink: KeySink): string | null {
    const listed = this.bucket.listKeys();
    if (listed.error !== null) return listed.error;
    for (let page = 0; page < listed.value.length; page++) {
      const keys = listed.value[page];
      for (let i = 0; i < keys.length; i++) sink.add(keys.at(i));
    }
    return null;
  }

  /**
   * The root is made by an increment of 0, which is atomic, and only when a read says that it is absent: on SQLite an
   * increment of anything but 8 bytes brings the whole store down, and a swap of an absent key overwrites.
   */
  takeRoot(): Root {
    for (let attempt = 0; attempt < 2; attempt++) {
      const opened = Cas.open(this.bucket, rootKey());
      const cas = opened.value;
      if (cas === null) return Root.failed(`${opened.error}`);
      const current = cas.current();
      const value = current.value;
      if (current.error === null && value !== null && value.length === 8) {
        this.cas = cas;
        return Root.of(rootId(value));
      }
      cas.drop();
      if (current.error !== null) return Root.failed(current.error!);
      if (value !== null) return Root.failed(rootLengthError(value));
      const error = increment(this.bucket, rootKey(), 0);
      if (error !== null) return Root.failed(error);
    }
    return Root.failed('it is absent right after it was made: is somebody deleting the keys of this store?');
  }

  swapRoot(id: u64): Result<Swap> {
    const swapped = this.cas!.swap(rootValue(id));
    this.cas = null;
    if (swapped.value === CasSwap.Done) return new Result<Swap>(Swap.Done, null);
    return new Result<Swap>(swapped.value === CasSwap.Lost ? Swap.Lost : Swap.Unknown, swapped.error);
  }

  dropRoot(): void {
    const cas = this.cas;
    if (cas !== null) cas.drop();
    this.cas = null;
  }

  setupError(): string | null {
    return null;
  }

  get kind(): string {
    return 'key-value';
  }
}

/** Where the key is among the keys, which are ascending; -1 when it is not. */
function indexOf(keys: Array<Bytes>, key: Bytes): i32 {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = keys[middle].compare(key);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
