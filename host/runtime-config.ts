// Node. Spin's runtime configuration file: which key-value labels exist and where their data is.
// A store of type "spin" without a path is in memory: a temporary file that all workers share and that goes at exit.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HostError } from './errors.ts';
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
  /** Removes what was in memory. */
  dispose(): void;
}

/**
 * The stores of an app. `default` always exists, in `stateDir`, unless the configuration defines it otherwise.
 * Relative paths are relative to the configuration file. Throws a HostError.
 */
export function openStores(configPath: string | undefined, stateDir: string): Stores {
  const configured = configPath === undefined ? [] : readStores(resolve(configPath));
  const memory = new TemporaryFolder();
  if (!configured.some(({ label }) => label === 'default')) {
    configured.push({ label: 'default', path: join(stateDir, 'sqlite_key_value.db') });
  }
  const files = configured.map(({ label, path }, index): StoreFile => {
    if (path === undefined) return { label, path: join(memory.path(), `${index}.db`), inMemory: true };
    mkdirSync(dirname(path), { recursive: true });
    return { label, path, inMemory: false };
  });
  return { files, dispose: () => memory.remove() };
}

function readStores(configPath: string): { label: string; path: string | undefined }[] {
  const table = readToml(configPath, 'runtime configuration', {
    missing: 'RUNTIME_CONFIG_INVALID',
    syntax: 'RUNTIME_CONFIG_INVALID',
  });
  const read = new Reader(configPath, 'RUNTIME_CONFIG_INVALID');
  return Object.entries(read.table(table.key_value_store, 'key_value_store')).map(([label, value]) => {
    const where = `key_value_store.${label}`;
    const store = read.table(value, where);
    if (store.type !== 'spin') {
      throw new HostError(
        'RUNTIME_CONFIG_INVALID',
        `${read.file}: ${where}: found type ${JSON.stringify(store.type)}, expected "spin": the embedded host has SQLite stores only; use Spin for other types`,
      );
    }
    if (store.path === undefined) return { label, path: undefined };
    return { label, path: resolve(dirname(configPath), read.string(store.path, `${where}: path`)) };
  });
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
