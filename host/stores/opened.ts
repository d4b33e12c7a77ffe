// Worker. The stores of this thread by label, each opened when first used.
import type { StoreFile } from '../runtime-config.ts';
import { SqliteStore } from './sqlite.ts';
import { Store } from './store.ts';

export class OpenedStores {
  readonly #files: StoreFile[];
  readonly #poisoned: Int32Array;
  readonly #log: (text: string) => void;
  readonly #opened = new Map<string, Store>();

  /** `poisoned` has one Int32 for each file. */
  constructor(files: StoreFile[], poisoned: SharedArrayBuffer, log: (text: string) => void) {
    this.#files = files;
    this.#poisoned = new Int32Array(poisoned);
    this.#log = log;
  }

  /** Undefined: no store has this label. */
  open(label: string): Store | undefined {
    const opened = this.#opened.get(label);
    if (opened) return opened;
    const index = this.#files.findIndex((file) => file.label === label);
    const file = this.#files[index];
    if (!file) return undefined;
    const poison = {
      isSet: () => Atomics.load(this.#poisoned, index) !== 0,
      set: () => void Atomics.store(this.#poisoned, index, 1),
    };
    const store = new Store(label, new SqliteStore(file), poison, this.#log);
    this.#opened.set(label, store);
    return store;
  }
}
