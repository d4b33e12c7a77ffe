// Guest. The registry's store on Redis. Spin's key-value interface has no working compare-and-swap there and lists with
// KEYS, so this speaks to Redis itself, over a connection of its own. Pushes may go through the key-value interface,
// which shares connections but, on Spin, holds every request up while Redis is away: only where SIDECARS_STORE asks
// for it. The two must lead to the same database.
import { Bytes } from '../compiled/bytes.ts';
import { environmentVariable } from '../compiled/environment.ts';
import { randomU64 } from '../compiled/random.ts';
import { Result } from '../compiled/result.ts';
import { Writer } from '../compiled/writer.ts';
import { openBucketLog } from '../registry/storage/bucket.ts';
import { probeKey, rootKey } from '../registry/storage/keys.ts';
import { KeySink } from '../registry/storage/listing.ts';
import { Log } from '../registry/storage/log.ts';
import { keyPrefix } from '../registry/storage/prefix.ts';
import { rootId, rootLengthError, rootValue } from '../registry/storage/root.ts';
import { readSettings } from '../registry/storage/settings.ts';
import { Root, Store, Swap } from '../registry/storage/store.ts';
import { RedisConnection, RedisResults } from './bindings/redis.ts';

const NOT_OPEN: i32 = -1;

/** The connection of the call that is running: a number, for objects do not outlive a call. */
let openHandle: i32 = NOT_OPEN;

/** Keys that one SCAN step looks at: under a millisecond in which Redis serves nobody else. */
const SCAN_COUNT = '1000';

/** Absent is the same as no body yet. One literal: a sum of strings would lie on the heap, which every call resets. */
const SWAP_SCRIPT = `
local root = redis.call('GET', KEYS[1]) or string.rep('\\0', 8)
if root ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/** Connects to SIDECARS_REDIS_URL. `closing` ends that. */
export function openRedisStore(): Result<Store | null> {
  const badSettings = readSettings();
  if (badSettings !== null) return new Result<Store | null>(null, badSettings);
  const address = environmentVariable('SIDECARS_REDIS_URL');
  if (address === null || address.length === 0) {
    return new Result<Store | null>(
      null,
      'environment variable SIDECARS_REDIS_URL is missing: give every component that pushes or scrapes the address of ' +
        'Redis, redis://[user:password@]host[:port][/database]',
    );
  }
  const connected = RedisConnection.open(address);
  const connection = connected.value;
  if (connection !== null) {
    openHandle = connection.handle;
    return new Result<Store | null>(new RedisStore(connection), null);
  }
  return new Result<Store | null>(
    null,
    `Redis cannot be reached: ${connected.error}. SIDECARS_REDIS_URL gives its address, allowed_outbound_hosts must ` +
      'allow it',
  );
}

/** Where pushes go. */
export function openRedisLog(): Result<Log | null> {
  if (isPushedThroughKeyValue()) return openBucketLog();
  const opened = openRedisStore();
  return new Result<Log | null>(opened.value, opened.error);
}

function isPushedThroughKeyValue(): bool {
  const label = environmentVariable('SIDECARS_STORE');
  return label !== null && label.length > 0;
}

/** Passes on the result of a call that is over, and closes its connection. */
export function closing(result: usize): usize {
  if (openHandle !== NOT_OPEN) new RedisConnection(openHandle).drop();
  openHandle = NOT_OPEN;
  return result;
}

class RedisStore extends Store {
  private expectedRoot: u64 = 0;

  constructor(private connection: RedisConnection) {
    super();
  }

  private execute(command: string, parameters: Array<Bytes>): Result<RedisResults> {
    return this.connection.execute(command, parameters, 0, parameters.length);
  }

  get(key: Bytes): Result<Bytes | null> {
    const answer = this.execute('GET', [key]);
    return new Result<Bytes | null>(answer.error === null ? answer.value.bytes(0) : null, answer.error);
  }

  set(key: Bytes, value: Bytes): string | null {
    return this.execute('SET', [key, value]).error;
  }

  getMany(keys: Array<Bytes>): Result<StaticArray<Bytes | null>> {
    const values = new StaticArray<Bytes | null>(keys.length);
    const answer = this.execute('MGET', keys);
    if (answer.error === null) for (let i = 0; i < keys.length; i++) values[i] = answer.value.bytes(i);
    return new Result<StaticArray<Bytes | null>>(values, answer.error);
  }

  deleteMany(keys: Array<Bytes>, from: i32, to: i32): string | null {
    return this.connection.execute('UNLINK', keys, from, to).error;
  }

  /** SCAN returns every key that is there from its beginning to its end, some of them twice. */
  list(sink: KeySink): string | null {
    const pattern = matchPattern();
    let cursor = Bytes.of('0');
    do {
      const answer = this.execute('SCAN', [
        cursor,
        Bytes.of('MATCH'),
        pattern,
        Bytes.of('COUNT'),
        Bytes.of(SCAN_COUNT),
      ]);
      if (answer.error !== null) return answer.error;
      const next = answer.value.bytes(0);
      if (next === null) return 'SCAN answered without a cursor';
      for (let i = 1; i < answer.value.length; i++) {
        const key = answer.value.bytes(i);
        if (key !== null) sink.add(key);
      }
      cursor = next;
    } while (!cursor.equalsText('0'));
    return null;
  }

  takeRoot(): Root {
    const read = this.get(rootKey());
    if (read.error !== null) return Root.failed(read.error!);
    const value = read.value;
    if (value !== null && value.length !== 8) return Root.failed(rootLengthError(value));
    this.expectedRoot = value === null ? 0 : rootId(value);
    return Root.of(this.expectedRoot);
  }

  swapRoot(id: u64): Result<Swap> {
    const parameters = [Bytes.of(SWAP_SCRIPT), Bytes.of('1'), rootKey(), rootValue(this.expectedRoot), rootValue(id)];
    const answer = this.execute('EVAL', parameters);
    if (answer.error !== null) return new Result<Swap>(Swap.Unknown, answer.error);
    return new Result<Swap>(answer.value.integer(0) === 1 ? Swap.Done : Swap.Lost, null);
  }

  dropRoot(): void {}

  /** Writes through the key-value interface and reads back from Redis: pushes must arrive where scrapes look. */
  setupError(): string | null {
    if (!isPushedThroughKeyValue()) return null;
    const opened = openBucketLog();
    const pushed = opened.value;
    if (pushed === null) return opened.error;
    const key = probeKey(randomU64());
    const error = pushed.set(key, Bytes.of('probe'));
    if (error !== null) return `the key-value store cannot be written: ${error}`;
    const read = this.get(key);
    if (read.error !== null) return read.error;
    if (read.value !== null) return this.deleteMany([key], 0, 1);
    return (
      'what is pushed does not arrive in the Redis that SIDECARS_REDIS_URL names: the key-value store that ' +
      'SIDECARS_STORE names must have type "redis" and the same address and database in the runtime configuration'
    );
  }

  get kind(): string {
    return 'redis';
  }
}

/** Our keys as a glob; what has a meaning there is escaped. */
function matchPattern(): Bytes {
  const prefix = keyPrefix();
  const writer = new Writer(2 * prefix.length + 4);
  for (let i = 0; i < prefix.length; i++) {
    const char = prefix.at(i);
    const isSpecial = char === 42 || char === 63 || char === 91 || char === 93 || char === 92;
    if (isSpecial) writer.u8(92);
    writer.u8(char);
  }
  writer.ascii(':*');
  return writer.bytes;
}
