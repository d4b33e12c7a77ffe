// Worker. What a guest's key-value handle stands on, whatever holds the data.

export interface Operations {
  get(key: string): Uint8Array | undefined;
  set(key: string, value: Uint8Array): void;
  delete(key: string): void;
  exists(key: string): boolean;
  keys(): string[];
  getMany(keys: string[]): [string, Uint8Array | undefined][];
  setMany(entries: [string, Uint8Array][]): void;
  deleteMany(keys: string[]): void;
}

/** Errors are those of whatever holds the data; a Trap ends the guest. */
export interface KeyValue {
  use(): Operations;
  increment(key: string, delta: bigint): bigint;
  compareAndSwap(key: string): Swap;
}

export interface Swap {
  current(): Uint8Array | undefined;
  /** False: the guest is told that it failed. */
  swap(value: Uint8Array): boolean;
  /** A fresh handle for the same key, after a swap that failed. */
  renew(): Swap;
  /** The guest dropped the handle. */
  close(): void;
}
