// Node, tests. Stands in for wasi:keyvalue: stores in memory by label, each of which fails when it is told to.

interface MemoryStore {
  values: Map<string, Uint8Array>;
  /** Thrown by every call, as a host does. */
  failure?: { payload: { tag: string; val?: string } };
  /** Writes are taken and forgotten. */
  isLossy?: boolean;
}

export const stores = new Map<string, MemoryStore>();

/** A new, empty store in the place of whatever was there. */
export function makeStore(label: string, more: Partial<MemoryStore> = {}): MemoryStore {
  const store = { values: new Map<string, Uint8Array>(), ...more };
  stores.set(label, store);
  return store;
}

export class Bucket {
  readonly store: MemoryStore;

  constructor(store: MemoryStore) {
    this.store = store;
  }

  get(key: string): Uint8Array | undefined {
    return guarded(this.store).values.get(key)?.slice();
  }

  set(key: string, value: Uint8Array): void {
    if (!guarded(this.store).isLossy) this.store.values.set(key, value.slice());
  }

  delete(key: string): void {
    guarded(this.store).values.delete(key);
  }

  exists(key: string): boolean {
    return guarded(this.store).values.has(key);
  }
}

export function open(label: string): Bucket {
  const store = stores.get(label);
  if (!store) throw { payload: { tag: 'no-such-store' } };
  return new Bucket(store);
}

export class Cas {
  #seen: Uint8Array | undefined;
  readonly bucket: Bucket;
  readonly key: string;

  private constructor(bucket: Bucket, key: string) {
    this.bucket = bucket;
    this.key = key;
  }

  static new(bucket: Bucket, key: string): Cas {
    return new Cas(bucket, key);
  }

  current(): Uint8Array | undefined {
    this.#seen = this.bucket.get(this.key);
    return this.#seen?.slice();
  }

  /** As on SQLite: unconditional when nothing was seen. */
  swapFor(value: Uint8Array): boolean {
    const now = this.bucket.get(this.key);
    if (this.#seen && String(now) !== String(this.#seen)) return false;
    this.bucket.set(this.key, value);
    return true;
  }
}

export function swap(cas: Cas, value: Uint8Array): void {
  if (!cas.swapFor(value)) throw { payload: { tag: 'cas-failed', val: Cas.new(cas.bucket, cas.key) } };
}

export function increment(bucket: Bucket, key: string, delta: bigint): bigint {
  const before = bucket.get(key);
  const view = new DataView(new ArrayBuffer(8));
  if (before) {
    if (before.length !== 8) throw new Error('panic: the host ends here');
    view.setBigInt64(0, new DataView(before.buffer).getBigInt64(0, true), true);
  }
  const value = view.getBigInt64(0, true) + delta;
  view.setBigInt64(0, value, true);
  bucket.set(key, new Uint8Array(view.buffer));
  return value;
}

function guarded(store: MemoryStore): MemoryStore {
  if (store.failure) throw store.failure;
  return store;
}
