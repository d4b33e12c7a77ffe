// Worker. The stores of this thread by label, each opened when first used.
import type { RedisStoreConfig } from '../redis/hub.ts';
import type { StoreFile } from '../runtime-config.ts';
import type { KeyValue } from './key-value.ts';
import { RedisStore } from './redis.ts';
import { SqliteStore } from './sqlite.ts';
import { Store } from './store.ts';

export class OpenedStores {
  readonly #files: StoreFile[];
  readonly #redis: RedisStoreConfig[];
  readonly #poisoned: Int32Array;
  readonly #log: (text: string) => void;
  readonly #opened = new Map<string, KeyValue>();

  /** `poisoned` has one Int32 for each file. */
  constructor(files: StoreFile[], redis: RedisStoreConfig[], poisoned: SharedArrayBuffer, log: (text: string) => void) {
    this.#files = files;
    this.#redis = redis;
    this.#poisoned = new Int32Array(poisoned);
    this.#log = log;
  }

  /** What Spin does each time a guest opens a store. Undefined: no store has this label. */
  open(label: string): KeyValue | undefined {
    const store = this.#opened.get(label) ?? this.#make(label);
    if (store) this.#opened.set(label, store);
    if (store instanceof RedisStore) store.ping();
    return store;
  }

  #make(label: string): KeyValue | undefined {
    const redis = this.#redis.find((store) => store.label === label);
    if (redis) return new RedisStore(label, redis.address);
    const index = this.#files.findIndex((file) => file.label === label);
    const file = this.#files[index];
    if (!file) return undefined;
    const poison = {
      isSet: () => Atomics.load(this.#poisoned, index) !== 0,
      set: () => void Atomics.store(this.#poisoned, index, 1),
    };
    return new Store(label, new SqliteStore(file), poison, this.#log);
  }
}
