// Guest. Does a PostgreSQL server answer a query? The call blocks the instance, whatever the deadline. Spin only: the
// embedded host has no such client, and the check says so.
import { Connection } from 'fermyon:spin/postgres@2.0.0';
import { type Check, type CheckOptions, makeCheck } from '../check.ts';

export interface PostgresOptions extends CheckOptions {
  /** `postgres://user:password@host:port/database`; its host must be in `allowed_outbound_hosts`. */
  address: string;
  /** Default: `SELECT 1`. */
  query?: string;
}

/** Healthy when the query runs, whatever it returns. Default name: `postgres`. */
export function postgres({ address, query = 'SELECT 1', ...options }: PostgresOptions): Check {
  return makeCheck('postgres', options, () => {
    Connection.open(address).query(query, []);
    return { status: 'healthy' };
  });
}
