// Node, tests. A key-value store in memory. Where SQLite is kinder than it has to be, this one is not: many keys are
// deleted one by one.
import { type CompareAndSwap, KeyValueStore } from './key-value-store.ts';

export class MemoryStore extends KeyValueStore {
  readonly #values = new Map<string, Uint8Array>();
  #isPoisoned = false;

  get keys(): string[] {
    return [...this.#values.keys()].sort();
  }

  get(key: string): Uint8Array | undefined {
    if (this.#isPoisoned) throw new Error(`get ${key}: the store's mutex is poisoned`);
    return this.#values.get(key)?.slice();
  }

  set(key: string, value: Uint8Array): void {
    this.#values.set(key, value.slice());
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  crowd(count: number): void {
    for (let i = 0; i < count; i++) this.set(`foreign:${i}`, Uint8Array.of(1));
  }

  copy(): MemoryStore {
    const copy = new MemoryStore();
    for (const [key, value] of this.#values) copy.set(key, value);
    return copy;
  }

  increment(key: string, delta: bigint): bigint {
    const value = this.get(key) ?? new Uint8Array(8);
    if (value.length !== 8) {
      this.#isPoisoned = true;
      throw new Error(`increment ${key}: panicked on a value of ${value.length} bytes`);
    }
    const next = new Uint8Array(8);
    const sum = new DataView(value.buffer, value.byteOffset).getBigInt64(0, true) + delta;
    new DataView(next.buffer).setBigInt64(0, sum, true);
    this.set(key, next);
    return sum;
  }

  compareAndSwap(key: string): CompareAndSwap {
    let expected: Uint8Array | undefined;
    return {
      current: () => {
        expected = this.get(key);
        return expected;
      },
      swap: (value) => {
        const present = this.get(key);
        const isSame = present !== undefined && Buffer.from(present).equals(expected ?? new Uint8Array());
        if (expected !== undefined && !isSame) return false;
        this.set(key, value);
        return true;
      },
    };
  }

  getMany(keys: string[]): [string, Uint8Array][] {
    return keys.filter((key) => this.#values.has(key)).map((key) => [key, this.get(key)!]);
  }

  deleteMany(keys: string[]): void {
    for (const key of keys) {
      this.enter('delete-many', key);
      this.delete(key);
      this.leave('delete-many', key);
    }
  }
}
