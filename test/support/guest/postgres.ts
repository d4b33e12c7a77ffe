// Node, tests. Stands in for fermyon:spin/postgres: what a test wants of a connection.

export const postgres = {
  run: (_address: string, _statement: string): void => {},
};

export class Connection {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  static open(address: string): Connection {
    return new Connection(address);
  }

  query(statement: string): { rows: unknown[][] } {
    postgres.run(this.#address, statement);
    return { rows: [] };
  }
}
