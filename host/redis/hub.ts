// Node, main thread. All Redis connections of a host: one for each key-value store, shared by all requests and
// reconnected when it is needed; and those that a guest opened, which end with its request.
import { messageOf } from '../errors.ts';
import type { RedisAnswer } from '../protocol.ts';
import type { RedisAddress } from './address.ts';
import { RedisConnection, type Replies } from './connection.ts';

/** A key-value store on Redis. */
export interface RedisStoreConfig {
  label: string;
  address: RedisAddress;
}

export class RedisHub {
  readonly #stores = new Map<string, SharedConnection>();

  /** `log` gets one line when a store is lost and one when it is back. */
  constructor(stores: readonly RedisStoreConfig[], log: (text: string) => void) {
    for (const store of stores) this.#stores.set(store.label, new SharedConnection(store, log));
  }

  /** For one worker thread; `answer` is called once for each question. */
  session(answer: (question: number, answer: RedisAnswer) => void): RedisSession {
    return new RedisSession(this.#stores, answer);
  }

  close(): void {
    for (const store of this.#stores.values()) store.close();
  }
}

/** What the guest of one worker thread asks for. */
export class RedisSession {
  readonly #stores: ReadonlyMap<string, SharedConnection>;
  readonly #answer: (question: number, answer: RedisAnswer) => void;
  readonly #own = new Map<number, RedisConnection>();
  /** Counts requests: a connection that is there too late belongs to nobody. */
  #generation = 0;

  constructor(stores: ReadonlyMap<string, SharedConnection>, answer: (question: number, answer: RedisAnswer) => void) {
    this.#stores = stores;
    this.#answer = answer;
  }

  open(question: number, number: number, address: RedisAddress): void {
    const generation = this.#generation;
    RedisConnection.open(address).then(
      (connection) => {
        if (generation !== this.#generation) {
          connection.close();
          return;
        }
        this.#own.set(number, connection);
        this.#answer(question, {});
      },
      (error) => this.#answer(question, { failure: messageOf(error) }),
    );
  }

  /** `to` is a store's label or the number of an own connection. */
  send(question: number, to: string | number, commands: Uint8Array, count: number): void {
    const connection = typeof to === 'string' ? this.#stores.get(to) : this.#own.get(to);
    if (!connection) {
      this.#answer(question, { failure: 'could not find connection for resource' });
      return;
    }
    connection.send(commands, count).then(
      (replies) => this.#answer(question, replies ? { replies } : { tooLarge: true }),
      (error) => this.#answer(question, { failure: messageOf(error), wasConnected: isKnown(connection) }),
    );
  }

  close(number: number): void {
    this.#own.get(number)?.close();
    this.#own.delete(number);
  }

  /** The request is over. */
  closeAll(): void {
    this.#generation++;
    for (const connection of this.#own.values()) connection.close();
    this.#own.clear();
  }
}

/** Whether this connection once worked. */
function isKnown(connection: SharedConnection | RedisConnection): boolean {
  return connection instanceof RedisConnection || connection.wasConnected;
}

class SharedConnection {
  readonly #store: RedisStoreConfig;
  readonly #log: (text: string) => void;
  #ready: RedisConnection | undefined;
  #opening: Promise<RedisConnection> | undefined;
  #isLost = false;
  #isClosed = false;
  wasConnected = false;

  constructor(store: RedisStoreConfig, log: (text: string) => void) {
    this.#store = store;
    this.#log = log;
  }

  /** Connects when there is no connection, or none any more. */
  async send(commands: Uint8Array, count: number): Promise<Replies> {
    const connection = this.#ready?.isOpen ? this.#ready : await this.#open();
    return connection.send(commands, count);
  }

  close(): void {
    this.#isClosed = true;
    this.#ready?.close();
  }

  #open(): Promise<RedisConnection> {
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #connect(): Promise<RedisConnection> {
    const { label, address } = this.#store;
    try {
      const connection = await RedisConnection.open(address);
      if (this.#isLost) this.#log(`key-value store "${label}": Redis is back`);
      if (this.#isClosed) connection.close();
      this.#isLost = false;
      this.wasConnected = true;
      this.#ready = connection;
      return connection;
    } catch (error) {
      if (!this.#isLost) this.#log(`key-value store "${label}": ${messageOf(error)}; until then its calls fail`);
      this.#isLost = true;
      throw error;
    }
  }
}
