// Node. Spin's runtime configuration file: which key-value labels exist and where their data is, SQLite or Redis, and
// which SQLite databases.
// A store of type "spin" without a path is in memory: a temporary file that all workers share and that goes at exit.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HostError } from './errors.ts';
import { addressForm, parseRedisAddress } from './redis/address.ts';
import type { RedisStoreConfig } from './redis/hub.ts';
import { Reader, readToml, type Table } from './toml.ts';

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
  /** SQLite databases that guests query themselves. */
  databases: StoreFile[];
  /** Removes what was in memory. */
  dispose(): void;
}

/**
 * The stores and databases of an app. `default` of both always exists, in `stateDir`, unless the configuration defines
 * it otherwise.
 * Relative paths are relative to the configuration file. Throws a HostError.
 */
export function openStores(configPath: string | undefined, stateDir: string): Stores {
  const { files, redis, databases } =
    configPath === undefined ? { files: [], redis: [], databases: [] } : readStores(resolve(configPath));
  const memory = new TemporaryFolder();
  if (![...files, ...redis].some(({ label }) => label === 'default')) {
    files.push({ label: 'default', path: join(stateDir, 'sqlite_key_value.db') });
  }
  if (!databases.some(({ label }) => label === 'default')) {
    databases.push({ label: 'default', path: join(stateDir, 'sqlite_db.db') });
  }
  const placed = ({ label, path }: ConfiguredFile, name: string): StoreFile => {
    if (path === undefined) return { label, path: join(memory.path(), name), inMemory: true };
    mkdirSync(dirname(path), { recursive: true });
    return { label, path, inMemory: false };
  };
  return {
    files: files.map((file, index) => placed(file, `${index}.db`)),
    redis,
    databases: databases.map((file, index) => placed(file, `sqlite-${index}.db`)),
    dispose: () => memory.remove(),
  };
}

interface ConfiguredFile {
  label: string;
  /** Undefined: in memory. */
  path: string | undefined;
}

interface Configured {
  files: ConfiguredFile[];
  redis: RedisStoreConfig[];
  databases: ConfiguredFile[];
}

function readStores(configPath: string): Configured {
  const table = readToml(configPath, 'runtime configuration', {
    missing: 'RUNTIME_CONFIG_INVALID',
    syntax: 'RUNTIME_CONFIG_INVALID',
  });
  const read = new Reader(configPath, 'RUNTIME_CONFIG_INVALID');
  const configured: Configured = { files: [], redis: [], databases: [] };
  const fileOf = (label: string, store: Table, where: string): ConfiguredFile => {
    const path = store.path === undefined ? undefined : read.string(store.path, `${where}: path`);
    return { label, path: path === undefined ? undefined : resolve(dirname(configPath), path) };
  };
  for (const [label, value] of Object.entries(read.table(table.key_value_store, 'key_value_store'))) {
    const where = `key_value_store.${label}`;
    const store = read.table(value, where);
    if (store.type === 'spin') {
      configured.files.push(fileOf(label, store, where));
    } else if (store.type === 'redis') {
      configured.redis.push({ label, address: readAddress(read, store.url, where) });
    } else {
      throw unknownType(read, where, store.type, '"spin" or "redis"');
    }
  }
  for (const [label, value] of Object.entries(read.table(table.sqlite_database, 'sqlite_database'))) {
    const where = `sqlite_database.${label}`;
    const database = read.table(value, where);
    if (database.type !== 'spin') throw unknownType(read, where, database.type, '"spin"');
    configured.databases.push(fileOf(label, database, where));
  }
  return configured;
}

function unknownType(read: Reader, where: string, found: unknown, expected: string): HostError {
  return new HostError(
    'RUNTIME_CONFIG_INVALID',
    `${read.file}: ${where}: found type ${JSON.stringify(found)}, expected ${expected}; use Spin for other types`,
  );
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
