// Worker. fermyon:spin/redis@2.0.0. Each handle is a connection of its own; it is closed with the handle or the request.
import { type AllowedHost, isAllowed } from '../allowed-hosts.ts';
import { parseRedisAddress, urlToCheck } from '../redis/address.ts';
import { bytesOf, flatten, integerOf, textsOf } from '../redis/replies.ts';
import type { Leaf } from '../redis/resp.ts';
import { job } from '../worker/current.ts';
import { reportDenied } from '../worker/denied.ts';
import { OwnConnection } from '../worker/redis.ts';
import { guarded } from './guarded.ts';
import { dispose, WitError } from './values.ts';

/** Spin's table of one instance. */
const maxConnections = 1024;

type Parameter = { tag: 'int64'; val: bigint } | { tag: 'binary'; val: Uint8Array };

class Connection {
  readonly #redis: OwnConnection;

  protected constructor(redis: OwnConnection) {
    this.#redis = redis;
  }

  publish(channel: string, payload: Uint8Array): void {
    guarded(() => this.#redis.run(['PUBLISH', channel, payload]));
  }

  get(key: string): Uint8Array | undefined {
    return guarded(() => bytesOf(this.#redis.run(['GET', key])));
  }

  set(key: string, value: Uint8Array): void {
    guarded(() => this.#redis.run(['SET', key, value]));
  }

  incr(key: string): bigint {
    return guarded(() => integerOf(this.#redis.run(['INCRBY', key, '1'])));
  }

  del(keys: string[]): number {
    return guarded(() => Number(integerOf(this.#redis.run(['DEL', ...keys]))));
  }

  sadd(key: string, values: string[]): number {
    return guarded(() => Number(integerOf(this.#redis.run(['SADD', key, ...values]))));
  }

  smembers(key: string): string[] {
    return guarded(() => textsOf(this.#redis.run(['SMEMBERS', key])));
  }

  srem(key: string, values: string[]): number {
    return guarded(() => Number(integerOf(this.#redis.run(['SREM', key, ...values]))));
  }

  execute(command: string, parameters: Parameter[]): Leaf[] {
    const values = parameters.map(({ tag, val }) => (tag === 'int64' ? String(val) : val));
    return guarded(() => flatten(this.#redis.run([command, ...values])));
  }

  [dispose](): void {
    job().redis.connections--;
    this.#redis.close();
  }
}

/** Spin knows the usual port of this one scheme only; without a port, others match no number. */
function entryFor({ protocol, hostname, port }: URL): string {
  return `${protocol}//${hostname}:${port || (protocol === 'redis:' ? '6379' : '*')}`;
}

/** `allowed`: the component's `allowed_outbound_hosts`. */
export function redisImports(allowed: readonly AllowedHost[]) {
  return {
    'fermyon:spin/redis': {
      // The bindings ask each handle whether it is of the class that they were given.
      Connection: class GrantedConnection extends Connection {
        static open(text: string): GrantedConnection {
          return guarded(() => {
            const url = urlToCheck(text);
            const isGranted = url !== undefined && isAllowed(allowed, url);
            if (url && !isGranted) reportDenied(entryFor(url));
            const address = isGranted ? parseRedisAddress(text) : undefined;
            if (!address) throw new WitError({ tag: 'invalid-address' });
            const { redis } = job();
            if (redis.connections >= maxConnections) throw new WitError({ tag: 'too-many-connections' });
            const connection = new GrantedConnection(new OwnConnection(address));
            redis.connections++;
            return connection;
          });
        }
      },
    },
  };
}
