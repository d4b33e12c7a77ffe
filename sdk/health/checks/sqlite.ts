// Guest. Does a SQLite database answer a query? The call blocks the instance, whatever the deadline.
import { Connection } from 'fermyon:spin/sqlite@2.0.0';
import { type Check, type CheckOptions, makeCheck } from '../check.ts';

export interface SqliteOptions extends CheckOptions {
  /** One of the component's `sqlite_databases`. Default: `default`. */
  database?: string;
  /** Default: `SELECT 1`. Name a table to see that the schema is there. */
  query?: string;
}

/** Healthy when the query runs, whatever it returns. Default name: `sqlite`. */
export function sqlite({ database = 'default', query = 'SELECT 1', ...options }: SqliteOptions = {}): Check {
  return makeCheck('sqlite', options, () => {
    Connection.open(database).execute(query, []);
    return { status: 'healthy' };
  });
}
