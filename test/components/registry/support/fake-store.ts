// Node, tests. A key-value store in memory with the semantics of Spin's SQLite store, its traps included:
// - `increment` of a value that is not 8 bytes panics: it throws, and so does every call after it
// - a compare-and-swap handle whose `current` returned no value swaps unconditionally
// - `get-many` answers with found keys only, and like `list-keys` in no order
// A hook runs before every step, so that another instance can run in between or this one can be made to die.

export interface Step {
  operation:
    | 'open'
    | 'get'
    | 'set'
    | 'list-keys'
    | 'cas-new'
    | 'cas-current'
    | 'increment'
    | 'swap'
    | 'get-many'
    | 'delete-many';
  /** The key, or the keys joined by commas. */
  key: string;
}

/** A WIT error as the transpiled bindings expect it thrown. */
export class WitError extends Error {
  constructor(readonly payload: unknown) {
    super(JSON.stringify(payload));
  }
}

/** The error that this operation throws when the store fails with a text. */
export function storeFailure(operation: Step['operation'], text: string): WitError {
  const error = { tag: 'other', val: text };
  return new WitError(operation === 'swap' ? { tag: 'store-error', val: error } : error);
}

export class FakeStore {
  readonly values = new Map<string, Uint8Array>();
  readonly steps: Step[] = [];
  /** Runs before each step; what it throws, the step throws. */
  hook: ((step: Step) => void) | undefined;
  /** Runs after each step that wrote; what it throws, the step throws, though it was done. */
  afterHook: ((step: Step) => void) | undefined;
  private isPoisoned = false;
  private seed = 1;

  get keys(): string[] {
    return [...this.values.keys()].sort();
  }

  keysOf(kind: 'root' | 'log' | 'body' | 'bad'): string[] {
    return this.keys.filter((key) => key.startsWith(`sidecars:1:${kind}`));
  }

  enter(operation: Step['operation'], key: string): void {
    if (this.isPoisoned) throw new Error(`${operation} ${key}: the store's mutex is poisoned`);
    const step = { operation, key };
    this.steps.push(step);
    this.hook?.(step);
  }

  leave(operation: Step['operation'], key: string): void {
    this.afterHook?.({ operation, key });
  }

  get(key: string): Uint8Array | undefined {
    return this.values.get(key)?.slice();
  }

  set(key: string, value: Uint8Array): void {
    this.values.set(key, value.slice());
  }

  increment(key: string, delta: bigint): bigint {
    const value = this.values.get(key) ?? new Uint8Array(8);
    if (value.length !== 8) {
      this.isPoisoned = true;
      throw new Error(`increment ${key}: panicked on a value of ${value.length} bytes`);
    }
    const next = new Uint8Array(8);
    const sum = new DataView(value.buffer, value.byteOffset).getBigInt64(0, true) + delta;
    new DataView(next.buffer).setBigInt64(0, sum, true);
    this.values.set(key, next);
    return sum;
  }

  /** Some order that is not the keys' own. */
  shuffled<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      this.seed = (this.seed * 48271) % 2147483647;
      const other = this.seed % (i + 1);
      [items[i], items[other]] = [items[other]!, items[i]!];
    }
    return items;
  }
}

/** The imports wasi:keyvalue/{store,atomics,batch} over these stores, by label. */
export function keyValueImports(stores: Record<string, FakeStore>): Record<string, unknown> {
  class Bucket {
    constructor(readonly store: FakeStore) {}

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
      return { keys: this.store.shuffled(this.store.keys), cursor: undefined };
    }
  }

  class Cas {
    expected: Uint8Array | undefined;

    constructor(
      readonly store: FakeStore,
      readonly key: string,
    ) {}

    static new(bucket: Bucket, key: string) {
      bucket.store.enter('cas-new', key);
      return new Cas(bucket.store, key);
    }

    current() {
      this.store.enter('cas-current', this.key);
      this.expected = this.store.get(this.key);
      return this.expected?.slice();
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
        const present = cas.store.get(cas.key);
        const isSame = present !== undefined && Buffer.from(present).equals(cas.expected ?? new Uint8Array());
        if (cas.expected !== undefined && !isSame) {
          throw new WitError({ tag: 'cas-failed', val: new Cas(cas.store, cas.key) });
        }
        cas.store.set(cas.key, value);
        cas.store.leave('swap', cas.key);
      },
    },
    'wasi:keyvalue/batch': {
      getMany(bucket: Bucket, keys: string[]) {
        bucket.store.enter('get-many', keys.join());
        const found = keys.filter((key) => bucket.store.values.has(key));
        return bucket.store.shuffled(found).map((key) => [key, bucket.store.get(key)]);
      },
      deleteMany(bucket: Bucket, keys: string[]) {
        // one step a key: harsher than SQLite, which deletes all or none
        for (const key of keys) {
          bucket.store.enter('delete-many', key);
          bucket.store.values.delete(key);
          bucket.store.leave('delete-many', key);
        }
      },
    },
  };
}
