// Node, tests. The imports wasi:keyvalue/{store,atomics,batch} over stores in this process.
import { type Step, TestStore, WitError } from './test-store.ts';

export interface CompareAndSwap {
  current(): Uint8Array | undefined;
  /** False: the value is no longer the one that `current` returned. */
  swap(value: Uint8Array): boolean;
}

/** A store behind Spin's key-value interface, with the semantics of its SQLite store. */
export abstract class KeyValueStore extends TestStore {
  /** Panics on a value that is not 8 bytes: it throws, and so does every call after it. */
  abstract increment(key: string, delta: bigint): bigint;
  /** Unarmed, when `current` found nothing, it swaps unconditionally. */
  abstract compareAndSwap(key: string): CompareAndSwap;
  /** Found ones only, in no order. */
  abstract getMany(keys: string[]): [string, Uint8Array][];
  abstract deleteMany(keys: string[]): void;

  imports(): Record<string, unknown> {
    return keyValueImports({ default: this });
  }

  failure(operation: Step['operation'], text: string): Error {
    const error = { tag: 'other', val: text };
    return new WitError(operation === 'swap' ? { tag: 'store-error', val: error } : error);
  }
}

/** By label. */
export function keyValueImports(stores: Record<string, KeyValueStore>): Record<string, unknown> {
  class Bucket {
    constructor(readonly store: KeyValueStore) {}

    get(key: string) {
      this.store.enter('get', key);
      return this.store.get(key);
    }

    set(key: string, value: Uint8Array) {
      this.store.enter('set', key);
      this.store.set(key, value);
      this.store.leave('set', key);
    }

    listKeys() {
      this.store.enter('list-keys', '');
      return { keys: shuffled(this.store.keys), cursor: undefined };
    }
  }

  class Cas {
    readonly compared: CompareAndSwap;

    constructor(
      readonly store: KeyValueStore,
      readonly key: string,
    ) {
      this.compared = store.compareAndSwap(key);
    }

    static new(bucket: Bucket, key: string) {
      bucket.store.enter('cas-new', key);
      return new Cas(bucket.store, key);
    }

    current() {
      this.store.enter('cas-current', this.key);
      return this.compared.current();
    }
  }

  return {
    'wasi:keyvalue/store': {
      Bucket,
      open(label: string) {
        const store = stores[label];
        if (!store) throw new WitError({ tag: 'no-such-store' });
        store.enter('open', label);
        return new Bucket(store);
      },
    },
    'wasi:keyvalue/atomics': {
      Cas,
      increment(bucket: Bucket, key: string, delta: bigint) {
        bucket.store.enter('increment', key);
        const sum = bucket.store.increment(key, delta);
        bucket.store.leave('increment', key);
        return sum;
      },
      swap(cas: Cas, value: Uint8Array) {
        cas.store.enter('swap', cas.key);
        if (!cas.compared.swap(value)) throw new WitError({ tag: 'cas-failed', val: new Cas(cas.store, cas.key) });
        cas.store.leave('swap', cas.key);
      },
    },
    'wasi:keyvalue/batch': {
      getMany(bucket: Bucket, keys: string[]) {
        bucket.store.enter('get-many', keys.join());
        return shuffled(bucket.store.getMany(keys));
      },
      deleteMany: (bucket: Bucket, keys: string[]) => bucket.store.deleteMany(keys),
    },
  };
}

let seed = 1;

/** Some order that is not the store's own. */
function shuffled<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    seed = (seed * 48271) % 2147483647;
    const other = seed % (i + 1);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
  return items;
}
