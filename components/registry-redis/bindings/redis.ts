// Guest. fermyon:spin/redis@2.0.0.
import { Bytes } from '../../compiled/bytes.ts';
import { Result } from '../../compiled/result.ts';

@external("fermyon:spin/redis@2.0.0", "[static]connection.open")
declare function hostOpen(address: usize, length: i32, result: usize): void;
@external("fermyon:spin/redis@2.0.0", "[method]connection.execute")
declare function hostExecute(
  connection: i32,
  command: usize,
  commandLength: i32,
  parameters: usize,
  count: i32,
  result: usize,
): void;
@external("fermyon:spin/redis@2.0.0", "[resource-drop]connection")
declare function hostDrop(connection: i32): void;

/** Return area: the largest result here is result<list<redis-result>, error>, 16 bytes. */
const RESULT: usize = memory.data(16, 4);

/** variant error { invalid-address, too-many-connections, type-error, other(string) } at an address. */
function liftError(at: usize): string {
  switch (load<u8>(at)) {
    case 0:
      return 'invalid address, or one that allowed_outbound_hosts does not allow';
    case 1:
      return 'too many connections';
    case 2:
      return 'a value of another type';
    default:
      return String.UTF8.decodeUnsafe(load<u32>(at, 4), load<u32>(at, 8));
  }
}

/** list<redis-result>, arrays within arrays made flat by the host: elements of 16 bytes, the payload at 8. */
export class RedisResults {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  /** null: nil. Of a status or a binary. */
  bytes(index: i32): Bytes | null {
    const element = this.start + ((<usize>index) << 4);
    const tag = load<u8>(element);
    return tag == 1 || tag == 3 ? new Bytes(load<u32>(element, 8), load<i32>(element, 12)) : null;
  }

  /** 0 when it is no int64. */
  integer(index: i32): i64 {
    const element = this.start + ((<usize>index) << 4);
    return load<u8>(element) == 2 ? load<i64>(element, 8) : 0;
  }
}

/** One TCP connection. Ends with `drop`. */
export class RedisConnection {
  constructor(readonly handle: i32) {}

  static open(address: Bytes): Result<RedisConnection | null> {
    hostOpen(address.start, address.length, RESULT);
    if (load<u8>(RESULT)) return new Result<RedisConnection | null>(null, liftError(RESULT + 4));
    return new Result<RedisConnection | null>(new RedisConnection(load<i32>(RESULT, 4)), null);
  }

  /** Runs a command with parameters[from] to parameters[to - 1], all of them binary. */
  execute(command: string, parameters: Array<Bytes>, from: i32, to: i32): Result<RedisResults> {
    const name = Bytes.of(command);
    const count = to - from;
    // list<redis-parameter>: elements of 16 bytes, aligned to 8: variant { int64(s64), binary(list<u8>) }
    const list = (heap.alloc((<usize>count << 4) + 8) + 7) & ~7;
    for (let i = 0; i < count; i++) {
      const element = list + ((<usize>i) << 4);
      store<u8>(element, 1);
      store<u32>(element, <u32>parameters[from + i].start, 8);
      store<i32>(element, parameters[from + i].length, 12);
    }
    hostExecute(this.handle, name.start, name.length, list, count, RESULT);
    if (load<u8>(RESULT)) return new Result<RedisResults>(new RedisResults(0, 0), liftError(RESULT + 4));
    return new Result<RedisResults>(new RedisResults(load<u32>(RESULT, 4), load<i32>(RESULT, 8)), null);
  }

  drop(): void {
    hostDrop(this.handle);
  }
}
