// Node, tests. Stands in for fermyon:spin/sqlite: what a test wants of a connection.

export const sqlite = {
  run: (_database: string, _statement: string): void => {},
};

export class Connection {
  readonly #database: string;

  constructor(database: string) {
    this.#database = database;
  }

  static open(database: string): Connection {
    return new Connection(database);
  }

  execute(statement: string): { columns: string[]; rows: never[] } {
    sqlite.run(this.#database, statement);
    return { columns: [], rows: [] };
  }
}
