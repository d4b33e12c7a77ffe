// Worker. One key-value store on Redis, as Spin has it: no prefix, so all keys of the database are the store's.
// Spin's defects are here too, because a component that would fail on Spin must fail here.
import type { RedisAddress } from '../redis/address.ts';
import { bytesOf, failureIn, integerOf, keysOf, pairsOf, RedisError } from '../redis/replies.ts';
import { Trap } from '../wasi/values.ts';
import { job } from '../worker/current.ts';
import { OwnConnection, runOnStore, Unreachable } from '../worker/redis.ts';
import type { KeyValue, Operations, Swap } from './key-value.ts';

/** Spin's table of one instance. A swap does not take its handle out of it. */
const maxSwaps = 256;

export class RedisStore implements KeyValue, Operations {
  readonly #label: string;
  readonly #address: RedisAddress;

  constructor(label: string, address: RedisAddress) {
    this.#label = label;
    this.#address = address;
  }

  /** Throws when the host never reached Redis; later it is the calls that fail. */
  ping(): void {
    try {
      runOnStore(this.#label, ['PING']);
    } catch (error) {
      if (error instanceof Unreachable && !error.wasConnected) throw error;
    }
  }

  use(): Operations {
    return this;
  }

  get(key: string): Uint8Array | undefined {
    return bytesOf(runOnStore(this.#label, ['GET', key]));
  }

  set(key: string, value: Uint8Array): void {
    runOnStore(this.#label, ['SET', key, value]);
  }

  delete(key: string): void {
    runOnStore(this.#label, ['DEL', key]);
  }

  exists(key: string): boolean {
    return integerOf(runOnStore(this.#label, ['EXISTS', key])) !== 0n;
  }

  keys(): string[] {
    return keysOf(runOnStore(this.#label, ['KEYS', '*']));
  }

  /**
   * Spin sends KEYS where MGET was meant. Redis refuses two keys or more; one is a pattern, and each two keys that
   * match it come back as if the second were the first one's value.
   */
  getMany(keys: string[]): [string, Uint8Array | undefined][] {
    if (keys.length === 0) return [];
    const reply = runOnStore(this.#label, ['KEYS', ...keys]);
    if (reply.tag === 'array' && reply.val.length % 2 === 1) {
      throw new Trap(
        `key-value store "${this.#label}": get-many of ["${keys[0]}"]: found ${reply.val.length} keys of that pattern. Spin's host panics here, and so does this one: on Redis use get`,
      );
    }
    return pairsOf(reply);
  }

  setMany(entries: [string, Uint8Array][]): void {
    if (entries.length > 0) runOnStore(this.#label, ['MSET', ...entries.flat()]);
  }

  deleteMany(keys: string[]): void {
    if (keys.length > 0) runOnStore(this.#label, ['DEL', ...keys]);
  }

  increment(key: string, delta: bigint): bigint {
    return integerOf(runOnStore(this.#label, ['INCRBY', key, String(delta)]));
  }

  compareAndSwap(key: string): Swap {
    return new RedisSwap(this.#address, key);
  }
}

/** A connection of its own, because WATCH belongs to one. */
class RedisSwap implements Swap {
  readonly #address: RedisAddress;
  readonly #key: string;
  readonly #connection: OwnConnection;

  constructor(address: RedisAddress, key: string) {
    const { redis } = job();
    if (redis.swaps >= maxSwaps) throw new RedisError('too many compare_and_swaps opened');
    this.#address = address;
    this.#key = key;
    this.#connection = new OwnConnection(address);
    redis.swaps++;
  }

  current(): Uint8Array | undefined {
    this.#connection.run(['WATCH', this.#key]);
    return bytesOf(this.#connection.run(['GET', this.#key]));
  }

  /** Writes unless somebody else did since `current`, and says in both cases that it failed: Spin's UNWATCH has an argument. */
  swap(value: Uint8Array): boolean {
    try {
      const replies = this.#connection.runAll([['MULTI'], ['SET', this.#key, value], ['EXEC'], ['UNWATCH', this.#key]]);
      return !replies.some(failureIn);
    } catch (error) {
      if (error instanceof RedisError) return false;
      throw error;
    } finally {
      this.#connection.close();
    }
  }

  renew(): Swap {
    const renewed = new RedisSwap(this.#address, this.#key);
    renewed.current();
    return renewed;
  }

  close(): void {
    job().redis.swaps--;
    this.#connection.close();
  }
}
