// Worker. fermyon:spin/postgres@2.0.0, so that a component which can use it loads: this host has no such client and says so.
import { WitError } from './values.ts';

/** There is never one of these; the bindings want the class. */
class Connection {
  constructor() {
    throw new WitError({
      tag: 'connection-failed',
      val: 'the embedded host has no PostgreSQL client: run the app on Spin',
    });
  }

  static open(): Connection {
    return new Connection();
  }

  query(): void {}

  execute(): void {}
}

export const postgresImports = { 'fermyon:spin/postgres': { Connection }, 'fermyon:spin/rdbms-types': {} };
