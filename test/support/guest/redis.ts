// Node, tests. Stands in for fermyon:spin/redis: what a test wants of a connection.

export const redis = {
  execute: (_command: string): { tag: string; val?: unknown }[] => [{ tag: 'status', val: 'PONG' }],
  /** Addresses that were opened. */
  opened: [] as string[],
};

export class Connection {
  static open(address: string): Connection {
    redis.opened.push(address);
    return new Connection();
  }

  execute(command: string): { tag: string; val?: unknown }[] {
    return redis.execute(command);
  }
}
