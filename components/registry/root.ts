// Guest. The root key: 8 bytes that name the current body. Made by an increment of 0, which is atomic, and only when
// a read says that it is absent: on SQLite an increment of anything but 8 bytes brings the whole store down.
import { Bytes } from './bindings/bytes.ts';
import { Cas, increment } from './bindings/keyvalue-atomics.ts';
import { Bucket } from './bindings/keyvalue-store.ts';
import { Writer } from './bindings/writer.ts';
import { rootKey } from './keys.ts';

/** The root as one folder or reader saw it. */
export class Root {
  /** What failed, or null; the rest counts only then. */
  error: string | null = null;
  /** Id of the current body; 0: none yet. */
  id: u64 = 0;
  /** Armed: its `swap` fails when the root is no longer this one. null when only read. */
  cas: Cas | null = null;

  /** Reads the root, makes it when it is absent, and arms a swap. */
  static take(bucket: Bucket): Root {
    const root = new Root();
    for (let attempt = 0; attempt < 2; attempt++) {
      const opened = Cas.open(bucket, rootKey());
      const cas = opened.value;
      if (cas === null) return root.fail(`${opened.error}`);
      const current = cas.current();
      const value = current.value;
      if (current.error === null && value !== null && value.length === 8) {
        root.id = value.u64At(0);
        root.cas = cas;
        return root;
      }
      cas.drop();
      if (current.error !== null) return root.fail(current.error!);
      if (value !== null) return root.failLength(value);
      const error = increment(bucket, rootKey(), 0);
      if (error !== null) return root.fail(error);
    }
    return root.fail('it is absent right after it was made: is somebody deleting the keys of this store?');
  }

  /** Reads the root; absent is the same as no body yet. */
  static read(bucket: Bucket): Root {
    const root = new Root();
    const read = bucket.get(rootKey());
    if (read.error !== null) return root.fail(read.error!);
    const value = read.value;
    if (value === null) return root;
    if (value.length !== 8) return root.failLength(value);
    root.id = value.u64At(0);
    return root;
  }

  private fail(reason: string): Root {
    this.error = `the snapshot's root (key ${rootKey().toString()}): ${reason}`;
    return this;
  }

  private failLength(value: Bytes): Root {
    return this.fail(
      `it has ${value.length} bytes, 8 expected: something else wrote it; delete the key to count from zero`,
    );
  }

  /** Gives up the swap. */
  drop(): void {
    const cas = this.cas;
    if (cas !== null) cas.drop();
  }
}

/** A body's id as the root holds it. */
export function rootValue(id: u64): Bytes {
  const writer = new Writer(8);
  writer.u64(id);
  return writer.bytes;
}
