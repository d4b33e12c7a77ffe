// Node. Spin's runtime configuration file: which key-value labels exist and where their data is: SQLite or Redis.
// A store of type "spin" without a path is in memory: a temporary file that all workers share and that goes at exit.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HostError } from './errors.ts';
import { addressForm, parseRedisAddress } from './redis/address.ts';
import type { RedisStoreConfig } from './redis/hub.ts';
import { Reader, readToml } from './toml.ts';

export interface StoreFile {
  label: string;
  /** SQLite file. */
  path: string;
  /** True: lost at exit, so that nothing is written for safety. */
  inMemory: boolean;
}

export interface Stores {
  files: StoreFile[];
  /** Not yet connected. */
  redis: RedisStoreConfig[];
  /** Removes what was in memory. */
  dispose(): void;
}

/**
 * The stores of an app. `default` always exists, in `stateDir`, unless the configuration defines it otherwise.
 * Relative paths are relative to the configuration file. Throws a HostError.
 */
export function openStores(configPath: string | undefined, stateDir: string): Stores {
  const { files: configured, redis } =
    configPath === undefined ? { files: [], redis: [] } : readStores(resolve(configPath));
  const memory = new TemporaryFolder();
  if (![...configured, ...redis].some(({ label }) => label === 'default')) {
    configured.push({ label: 'default', path: join(stateDir, 'sqlite_key_value.db') });
  }
  const files = configured.map(({ label, path }, index): StoreFile => {
    if (path === undefined) return { label, path: join(memory.path(), `${index}.db`), inMemory: true };
    mkdirSync(dirname(path), { recursive: true });
    return { label, path, inMemory: false };
  });
  return { files, redis, dispose: () => memory.remove() };
}

interface Configured {
  files: { label: string; path: string | undefined }[];
  redis: RedisStoreConfig[];
}

function readStores(configPath: string): Configured {
  const table = readToml(configPath, 'runtime configuration', {
    missing: 'RUNTIME_CONFIG_INVALID',
    syntax: 'RUNTIME_CONFIG_INVALID',
  });
  const read = new Reader(configPath, 'RUNTIME_CONFIG_INVALID');
  const configured: Configured = { files: [], redis: [] };
  for (const [label, value] of Object.entries(read.table(table.key_value_store, 'key_value_store'))) {
    const where = `key_value_store.${label}`;
    const store = read.table(value, where);
    if (store.type === 'spin') {
      const path = store.path === undefined ? undefined : read.string(store.path, `${where}: path`);
      configured.files.push({ label, path: path === undefined ? undefined : resolve(dirname(configPath), path) });
    } else if (store.type === 'redis') {
      configured.redis.push({ label, address: readAddress(read, store.url, where) });
    } else {
      throw new HostError(
        'RUNTIME_CONFIG_INVALID',
        `${read.file}: ${where}: found type ${JSON.stringify(store.type)}, expected "spin" or "redis"; use Spin for other types`,
      );
    }
  }
  return configured;
}

function readAddress(read: Reader, value: unknown, where: string): RedisStoreConfig['address'] {
  const url = read.string(value, `${where}: url`);
  const address = parseRedisAddress(url);
  if (address) return address;
  throw new HostError(
    'RUNTIME_CONFIG_INVALID',
    // A password is nothing for a log.
    `${read.file}: ${where}: url: found "${url.replace(/:[^:@/]*@/, ':***@')}", expected ${addressForm}; correct it`,
  );
}

/** Made when first asked for; in real memory where the system offers that. */
class TemporaryFolder {
  #path: string | undefined;

  path(): string {
    this.#path ??= mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'spin-sidecars-'));
    return this.#path;
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    this.#path = undefined;
  }
}
