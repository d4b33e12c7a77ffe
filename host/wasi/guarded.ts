// Worker. Host calls whose WIT error has a case `other(string)`.
import { messageOf } from '../errors.ts';
import { link } from '../worker/current.ts';
import { Trap, WitError } from './values.ts';

/** Runs a host call; what SQLite or Redis throws becomes the error case `other`. */
export function guarded<T>(body: () => T): T {
  link().beat();
  try {
    return body();
  } catch (error) {
    if (error instanceof Trap || error instanceof WitError) throw error;
    throw new WitError({ tag: 'other', val: messageOf(error) });
  }
}
