// Worker. fermyon:spin/sqlite@2.0.0. One connection a database and thread serves all instances of that thread, as Spin's
// one connection serves all of its; a statement that blocks blocks this thread only.
import Database from 'libsql';
import { messageOf } from '../errors.ts';
import type { StoreFile } from '../runtime-config.ts';
import { link } from '../worker/current.ts';
import { dispose, WitError } from './values.ts';

/** Shorter than a guest is given before it counts as a runaway. */
const busyTimeoutMs = 10_000;

type Value =
  | { tag: 'integer'; val: bigint }
  | { tag: 'real'; val: number }
  | { tag: 'text'; val: string }
  | { tag: 'blob'; val: Uint8Array }
  | { tag: 'null' };

interface QueryResult {
  columns: string[];
  rows: { values: Value[] }[];
}

interface Statement {
  reader: boolean;
  safeIntegers(): Statement;
  raw(): Statement;
  columns(): { name: string }[];
  all(parameters: unknown[]): unknown[][];
  run(parameters: unknown[]): unknown;
}

/** The SQLite databases of this thread by label, each opened when first used. */
export class Databases {
  readonly #files: StoreFile[];
  readonly #opened = new Map<string, Database.Database>();

  constructor(files: StoreFile[]) {
    this.#files = files;
  }

  /** Undefined: no database has this label. Errors are SQLite's own. */
  open(label: string): Database.Database | undefined {
    const file = this.#files.find((candidate) => candidate.label === label);
    if (!file) return undefined;
    let database = this.#opened.get(label);
    if (!database) {
      database = new Database(file.path);
      database.pragma(`busy_timeout = ${busyTimeoutMs}`);
      if (file.inMemory) database.pragma('synchronous = OFF');
      this.#opened.set(label, database);
    }
    return database;
  }
}

/** `granted`: the labels of the component's `sqlite_databases`. */
export function sqliteImports(granted: readonly string[], databases: Databases) {
  return {
    'fermyon:spin/sqlite': {
      // The bindings ask each handle whether it is of the class that they were given.
      Connection: class Connection {
        readonly #database: Database.Database;

        private constructor(database: Database.Database) {
          this.#database = database;
        }

        static open(label: string): Connection {
          return failing(() => {
            if (!granted.includes(label)) throw new WitError({ tag: 'access-denied' });
            const database = databases.open(label);
            if (!database) throw new WitError({ tag: 'no-such-database' });
            return new Connection(database);
          });
        }

        execute(text: string, parameters: Value[]): QueryResult {
          return failing(() => query(this.#database, text, parameters));
        }

        [dispose](): void {}
      },
    },
  };
}

function query(database: Database.Database, text: string, parameters: Value[]): QueryResult {
  const statement = database.prepare(text) as unknown as Statement;
  const values = parameters.map((value) => (value.tag === 'null' ? null : bound(value.val)));
  if (!statement.reader) {
    statement.run(values);
    return { columns: [], rows: [] };
  }
  const columns = statement.columns().map(({ name }) => name);
  const rows = statement.raw().safeIntegers().all(values);
  return { columns, rows: rows.map((row) => ({ values: row.map(toValue) })) };
}

function bound(value: bigint | number | string | Uint8Array): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

function toValue(value: unknown): Value {
  if (value === null) return { tag: 'null' };
  if (typeof value === 'bigint') return { tag: 'integer', val: value };
  if (typeof value === 'number') return { tag: 'real', val: value };
  return typeof value === 'string'
    ? { tag: 'text', val: value }
    : { tag: 'blob', val: new Uint8Array(value as Uint8Array) };
}

function failing<T>(body: () => T): T {
  link().beat();
  try {
    return body();
  } catch (error) {
    throw error instanceof WitError ? error : new WitError({ tag: 'io', val: messageOf(error) });
  }
}
