// Worker. wasi:keyvalue/{store,atomics,batch}@0.2.0-draft2 and fermyon:spin/key-value@2.0.0 on the same stores.

import type { KeyValue, Swap } from '../stores/key-value.ts';
import type { OpenedStores } from '../stores/opened.ts';
import { guarded } from './guarded.ts';
import { dispose, WitError } from './values.ts';

export class Bucket {
  readonly store: KeyValue;

  constructor(store: KeyValue) {
    this.store = store;
  }

  get(key: string): Uint8Array | undefined {
    return guarded(() => this.store.use().get(key));
  }

  set(key: string, value: Uint8Array): void {
    guarded(() => this.store.use().set(key, value));
  }

  delete(key: string): void {
    guarded(() => this.store.use().delete(key));
  }

  exists(key: string): boolean {
    return guarded(() => this.store.use().exists(key));
  }

  listKeys(cursor: string | undefined): { keys: string[]; cursor: undefined } {
    if (cursor !== undefined) throw new WitError({ tag: 'other', val: 'list-keys: a cursor is not supported' });
    return guarded(() => ({ keys: this.store.use().keys(), cursor: undefined }));
  }
}

/** fermyon:spin's handles are of another type than wasi:keyvalue's; the methods differ in one name. */
export class SpinStore extends Bucket {
  getKeys(): string[] {
    return this.listKeys(undefined).keys;
  }
}

export class Cas {
  readonly #swap: Swap;

  private constructor(swap: Swap) {
    this.#swap = swap;
  }

  // The bindings call WIT's `new` as a static method of this name.
  static new(bucket: Bucket, key: string): Cas {
    return guarded(() => new Cas(bucket.store.compareAndSwap(key)));
  }

  current(): Uint8Array | undefined {
    return guarded(() => this.#swap.current());
  }

  static swap(cas: Cas, value: Uint8Array): void {
    const renewed = storeError(() => guarded(() => (cas.#swap.swap(value) ? undefined : cas.#swap.renew())));
    if (renewed) throw new WitError({ tag: 'cas-failed', val: new Cas(renewed) });
  }

  [dispose](): void {
    this.#swap.close();
  }
}

/** `swap` wraps the interface's error in a case of its own. */
function storeError<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof WitError ? new WitError({ tag: 'store-error', val: error.payload }) : error;
  }
}

/** `granted`: the labels of the component's `key_value_stores`. */
export function keyValueImports(granted: readonly string[], stores: OpenedStores) {
  const open = (label: string): KeyValue =>
    guarded(() => {
      if (!granted.includes(label)) throw new WitError({ tag: 'access-denied' });
      const store = stores.open(label);
      if (!store) throw new WitError({ tag: 'no-such-store' });
      return store;
    });
  return {
    'wasi:keyvalue/store': { open: (label: string) => new Bucket(open(label)), Bucket },
    'wasi:keyvalue/atomics': {
      Cas,
      increment: (bucket: Bucket, key: string, delta: bigint) => guarded(() => bucket.store.increment(key, delta)),
      swap: Cas.swap,
    },
    'wasi:keyvalue/batch': {
      getMany: (bucket: Bucket, keys: string[]) => guarded(() => bucket.store.use().getMany(keys)),
      setMany: (bucket: Bucket, entries: [string, Uint8Array][]) => guarded(() => bucket.store.use().setMany(entries)),
      deleteMany: (bucket: Bucket, keys: string[]) => guarded(() => bucket.store.use().deleteMany(keys)),
    },
    'fermyon:spin/key-value': {
      // The bindings ask each handle whether it is of the class that they were given.
      Store: class GrantedStore extends SpinStore {
        static open(label: string): GrantedStore {
          return new GrantedStore(open(label));
        }
      },
    },
  };
}
