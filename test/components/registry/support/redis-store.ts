// Node, tests. A database of a real Redis as the store: what components/registry-redis imports, over one connection.
import { type RedisCommands, RedisError, type Reply } from '../../../support/redis-commands.ts';
import { type Step, TestStore, WitError } from './test-store.ts';

/** Any address: the commands go to the database of the store. */
export const redisEnvironment = { SIDECARS_REDIS_URL: 'redis://test' };

const operations: Record<string, Step['operation']> = {
  GET: 'get',
  SET: 'set',
  MGET: 'get-many',
  SCAN: 'list-keys',
  EVAL: 'swap',
  UNLINK: 'delete-many',
};

interface Parameter {
  tag: 'binary' | 'int64';
  val: Uint8Array;
}

/** What this process does in Redis databases, of which there are 16. */
export class RedisDatabases {
  readonly #commands: RedisCommands;
  #next = 0;
  #selected = -1;

  constructor(commands: RedisCommands) {
    this.#commands = commands;
  }

  /** An empty one. Of those handed out before, the last 15 stay as they are. */
  store(): RedisStore {
    const database = this.#next++ % 16;
    this.run(database, 'FLUSHDB');
    return new RedisStore(this, database);
  }

  run(database: number, ...parameters: (string | Uint8Array)[]): Reply {
    if (database !== this.#selected) this.#commands.run('SELECT', String(database));
    this.#selected = database;
    return this.#commands.run(...parameters);
  }
}

export class RedisStore extends TestStore {
  readonly #databases: RedisDatabases;
  readonly #database: number;

  constructor(databases: RedisDatabases, database: number) {
    super();
    this.#databases = databases;
    this.#database = database;
  }

  run(...parameters: (string | Uint8Array)[]): Reply {
    return this.#databases.run(this.#database, ...parameters);
  }

  /** What Redis refuses is an error of the interface. */
  runForGuest(...parameters: (string | Uint8Array)[]): Reply {
    try {
      return this.run(...parameters);
    } catch (error) {
      throw error instanceof RedisError ? new WitError({ tag: 'other', val: error.message }) : error;
    }
  }

  get keys(): string[] {
    return (this.run('KEYS', '*') as Buffer[]).map(String).sort();
  }

  get(key: string): Uint8Array | undefined {
    const value = this.run('GET', key) as Buffer | null;
    return value === null ? undefined : new Uint8Array(value);
  }

  set(key: string, value: Uint8Array): void {
    this.run('SET', key, value);
  }

  delete(key: string): void {
    this.run('DEL', key);
  }

  crowd(count: number): void {
    this.run('EVAL', "for i = 0, ARGV[1] - 1 do redis.call('SET', 'foreign:' .. i, 'x') end", '0', String(count));
  }

  copy(): RedisStore {
    const copy = this.#databases.store();
    for (const key of this.keys) copy.set(key, this.get(key)!);
    return copy;
  }

  failure(_operation: Step['operation'], text: string): Error {
    return new WitError({ tag: 'other', val: text });
  }

  imports(): Record<string, unknown> {
    const store = this;
    class Bucket {
      set(key: string, value: Uint8Array) {
        store.enter('set', key);
        store.set(key, value);
        store.leave('set', key);
      }
    }
    class Connection {
      static open() {
        return new Connection();
      }

      execute(command: string, parameters: Parameter[]) {
        const operation = operations[command];
        if (operation === undefined) throw new Error(`the component sent ${command}, which it should not need`);
        const key = keysOf(
          command,
          parameters.map(({ val }) => Buffer.from(val).toString()),
        );
        store.enter(operation, key);
        const reply = asResults(store.runForGuest(command, ...parameters.map(({ val }) => val)));
        if (operation === 'set' || operation === 'swap' || operation === 'delete-many') store.leave(operation, key);
        return reply;
      }
    }
    return {
      'wasi:keyvalue/store': {
        Bucket,
        open(label: string) {
          store.enter('open', label);
          return new Bucket();
        },
      },
      'fermyon:spin/redis': { Connection },
    };
  }
}

function keysOf(command: string, parameters: string[]): string {
  if (command === 'SCAN') return '';
  if (command === 'EVAL') return parameters[2]!;
  return command === 'SET' ? parameters[0]! : parameters.join();
}

/** As Spin answers: arrays within one another become one list. */
function asResults(reply: Reply): unknown[] {
  if (Array.isArray(reply)) return reply.flatMap(asResults);
  if (reply === null) return [{ tag: 'nil' }];
  return [
    typeof reply === 'number' ? { tag: 'int64', val: BigInt(reply) } : { tag: 'binary', val: new Uint8Array(reply) },
  ];
}
