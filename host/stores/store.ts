// Worker. A key-value store on SQLite: Spin's semantics on top of SqliteStore, the traps included, so that a
// component that would fail on Spin fails here too.
import { Trap } from '../wasi/values.ts';
import type { KeyValue, Swap } from './key-value.ts';
import type { SqliteStore } from './sqlite.ts';

const counterBytes = 8;

/** Whether a panic made the store useless, for all workers. */
export interface Poison {
  isSet(): boolean;
  set(): void;
}

export class Store implements KeyValue {
  readonly #label: string;
  readonly #sqlite: SqliteStore;
  readonly #poison: Poison;
  readonly #log: (text: string) => void;

  /** `log` gets one line when the store is poisoned. */
  constructor(label: string, sqlite: SqliteStore, poison: Poison, log: (text: string) => void) {
    this.#label = label;
    this.#sqlite = sqlite;
    this.#poison = poison;
    this.#log = log;
  }

  /** The store, unless a panic made it useless: then every call traps, as on Spin. */
  use(): SqliteStore {
    if (this.#poison.isSet()) {
      throw new Trap(
        `key-value store "${this.#label}" is unusable since an increment of a value that was not 8 bytes; restart the host`,
      );
    }
    return this.#sqlite;
  }

  /** Atomic; little-endian signed 64 bits that wrap. Traps and poisons the store on a value that is not 8 bytes. */
  increment(key: string, delta: bigint): bigint {
    const sqlite = this.use();
    for (;;) {
      const old = sqlite.get(key);
      if (old !== undefined && old.length !== counterBytes) this.#panic(key, old.length);
      const sum = BigInt.asIntN(64, (old === undefined ? 0n : view(old).getBigInt64(0, true)) + delta);
      const value = new Uint8Array(counterBytes);
      view(value).setBigInt64(0, sum, true);
      if (old === undefined ? sqlite.create(key, value) : sqlite.replace(key, old, value)) return sum;
    }
  }

  compareAndSwap(key: string): Swap {
    return new CompareAndSwap(this, key);
  }

  #panic(key: string, length: number): never {
    this.#poison.set();
    const text = `key-value store "${this.#label}": increment of key "${key}": found ${length} bytes, expected 8. Spin's host panics here and every later key-value call fails, and so does this one: never set a key that is incremented`;
    this.#log(text);
    throw new Trap(text);
  }
}

/** A compare-and-swap handle. Armed only by a `current` that found a value; unarmed, a swap is an unconditional set. */
export class CompareAndSwap implements Swap {
  readonly #store: Store;
  readonly #key: string;
  #seen: Uint8Array | undefined;

  constructor(store: Store, key: string) {
    this.#store = store;
    this.#key = key;
  }

  current(): Uint8Array | undefined {
    this.#seen = this.#store.use().get(this.#key);
    return this.#seen;
  }

  /** False: the value is no longer the one that `current` returned. */
  swap(value: Uint8Array): boolean {
    if (this.#seen !== undefined) return this.#store.use().replace(this.#key, this.#seen, value);
    this.#store.use().set(this.#key, value);
    return true;
  }

  renew(): Swap {
    return new CompareAndSwap(this.#store, this.#key);
  }

  close(): void {}
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
