// Worker. One key-value store on SQLite, in Spin's own table. All workers open the same file.
// Every operation but set-many is one statement: a worker may be ended at any time and must not leave a lock behind.
import Database from 'libsql';

/** Longer than any write here takes, shorter than a guest is given before it counts as a runaway. */
const busyTimeoutMs = 10_000;

interface Statement {
  raw(): Statement;
  run(parameters: unknown[]): { changes: number };
  get(parameters: unknown[]): unknown[] | undefined;
}

export interface SqliteOptions {
  path: string;
  /** Name in the table: one file may hold several stores. */
  label: string;
  /** True: nothing is written for safety. */
  inMemory: boolean;
}

/** Statements of one label on one connection. Errors are SQLite's own. */
export class SqliteStore {
  readonly #label: string;
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Statement>();

  constructor({ path, label, inMemory }: SqliteOptions) {
    this.#label = label;
    this.#database = new Database(path);
    this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`);
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma(`synchronous = ${inMemory ? 'OFF' : 'NORMAL'}`);
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS spin_key_value (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))',
    );
  }

  get(key: string): Uint8Array | undefined {
    return blob(this.#one('SELECT value FROM spin_key_value WHERE store = ? AND key = ?', [key])?.[0]);
  }

  exists(key: string): boolean {
    return this.#one('SELECT 1 FROM spin_key_value WHERE store = ? AND key = ?', [key]) !== undefined;
  }

  keys(): string[] {
    // One row however many keys there are: in this driver a row costs more than what is in it.
    return JSON.parse(this.#one('SELECT json_group_array(key) FROM spin_key_value WHERE store = ?', [])?.[0] as string);
  }

  set(key: string, value: Uint8Array): void {
    this.#change(
      'INSERT INTO spin_key_value (store, key, value) VALUES (?, ?, ?) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value',
      [key, blobParameter(value)],
    );
  }

  delete(key: string): void {
    this.#change('DELETE FROM spin_key_value WHERE store = ? AND key = ?', [key]);
  }

  /** False: somebody was faster. */
  replace(key: string, expected: Uint8Array, value: Uint8Array): boolean {
    const sql = 'UPDATE spin_key_value SET value = ?3 WHERE store = ?1 AND key = ?2 AND value = ?4';
    return this.#change(sql, [key, blobParameter(value), blobParameter(expected)]) > 0;
  }

  /** False: it exists. */
  create(key: string, value: Uint8Array): boolean {
    const sql = 'INSERT INTO spin_key_value (store, key, value) VALUES (?, ?, ?) ON CONFLICT (store, key) DO NOTHING';
    return this.#change(sql, [key, blobParameter(value)]) > 0;
  }

  /** Found keys only. */
  getMany(keys: string[]): [string, Uint8Array][] {
    // One row again: `<index of the key> <value in hex>`, joined by commas. CROSS JOIN keeps the keys the outer loop.
    const sql =
      "SELECT group_concat(wanted.key || ' ' || hex(found.value), ',') FROM json_each(?2) AS wanted CROSS JOIN spin_key_value AS found ON found.store = ?1 AND found.key = wanted.value";
    const found = this.#one(sql, [JSON.stringify(keys)])?.[0] as string | null;
    if (found === null) return [];
    return found.split(',').map((item) => {
      const space = item.indexOf(' ');
      return [keys[Number(item.slice(0, space))] as string, bytesOf(Buffer.from(item.slice(space + 1), 'hex'))];
    });
  }

  deleteMany(keys: string[]): void {
    const sql = 'DELETE FROM spin_key_value WHERE store = ? AND key IN (SELECT value FROM json_each(?))';
    this.#change(sql, [JSON.stringify(keys)]);
  }

  /** All or none. */
  setMany(entries: [string, Uint8Array][]): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const [key, value] of entries) this.set(key, value);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #one(sql: string, parameters: unknown[]): unknown[] | undefined {
    return this.#statement(sql).get([this.#label, ...parameters]);
  }

  #change(sql: string, parameters: unknown[]): number {
    return this.#statement(sql).run([this.#label, ...parameters]).changes;
  }

  #statement(sql: string): Statement {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql) as unknown as Statement;
      // Rows as arrays: as objects each one carries a record of how long it took.
      if (sql.startsWith('SELECT')) statement = statement.raw();
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

function blob(value: unknown): Uint8Array | undefined {
  return value === undefined ? undefined : bytesOf(value as Buffer);
}

/** The same bytes without a copy. */
function bytesOf({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A view without a copy: the driver reads it before it returns. */
function blobParameter(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
