// Node, tests. A key-value store on a SQLite file: the embedded host's own code below the interface.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../../../host/stores/sqlite.ts';
import { CompareAndSwap, Store } from '../../../../host/stores/store.ts';
import { KeyValueStore } from './key-value-store.ts';

/** One file for a test file; each store in it has a label of its own. */
export class SqliteFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sidecars-registry-'));
  #labels = 0;
  readonly #opened: SqliteStore[] = [];

  store(): SqliteFileStore {
    const sqlite = new SqliteStore({
      path: join(this.#folder, 'store.db'),
      label: `store ${this.#labels++}`,
      inMemory: false,
    });
    this.#opened.push(sqlite);
    return new SqliteFileStore(this, sqlite);
  }

  remove(): void {
    for (const sqlite of this.#opened) sqlite.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export class SqliteFileStore extends KeyValueStore {
  readonly #file: SqliteFile;
  readonly #store: Store;

  constructor(file: SqliteFile, sqlite: SqliteStore) {
    super();
    this.#file = file;
    let isPoisoned = false;
    const poison = {
      isSet: () => isPoisoned,
      set: () => {
        isPoisoned = true;
      },
    };
    this.#store = new Store('default', sqlite, poison, () => {});
  }

  get keys(): string[] {
    return this.#store.use().keys().sort();
  }

  get(key: string): Uint8Array | undefined {
    return this.#store.use().get(key);
  }

  set(key: string, value: Uint8Array): void {
    this.#store.use().set(key, value);
  }

  delete(key: string): void {
    this.#store.use().delete(key);
  }

  crowd(count: number): void {
    const value = Uint8Array.of(1);
    this.#store.use().setMany(Array.from({ length: count }, (_, i) => [`foreign:${i}`, value]));
  }

  copy(): SqliteFileStore {
    const copy = this.#file.store();
    for (const key of this.keys) copy.set(key, this.get(key)!);
    return copy;
  }

  increment(key: string, delta: bigint): bigint {
    return this.#store.increment(key, delta);
  }

  compareAndSwap(key: string): CompareAndSwap {
    return new CompareAndSwap(this.#store, key);
  }

  getMany(keys: string[]): [string, Uint8Array][] {
    return this.#store.use().getMany(keys);
  }

  deleteMany(keys: string[]): void {
    this.enter('delete-many', keys.join());
    this.#store.use().deleteMany(keys);
    this.leave('delete-many', keys.join());
  }
}
