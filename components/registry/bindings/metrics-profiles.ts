// Guest. sidecars:metrics/profiles@0.1.0, the exported interface: lifts the arguments, lowers the results.
// The offsets are the canonical ABI's; test/components/registry/profiles.test.ts sends every field through them.
import { Bytes } from '../../compiled/bytes.ts';
import { PairList } from '../../compiled/list.ts';
import { Reader } from '../../compiled/reader.ts';

/** Return area: result<_, error> with at most 8 bytes, aligned to 4. */
const RESULT: usize = memory.data(16, 4);

/** record stack: 24 bytes, aligned to 8. */
@unmanaged
export class StackArgument {
  private framesStart: u32;
  private framesLength: i32;
  samples: u32;
  nanoseconds: u64;

  get frames(): Bytes {
    return new Bytes(this.framesStart, this.framesLength);
  }
}

export class StackList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): StackArgument {
    return changetype<StackArgument>(this.start + <usize>index * offsetof<StackArgument>());
  }
}

/** record profile, its fields as flat arguments. */
export class ProfileArgument {
  constructor(
    readonly component: Bytes,
    readonly build: Bytes,
    readonly labels: PairList,
    readonly periodNanoseconds: u64,
    readonly beganNanoseconds: u64,
    readonly stacks: StackList,
  ) {}
}

/** record profile in memory, aligned to 8. */
const PROFILE_BYTES: usize = 48;
const STACK_BYTES: usize = 24;
const PAIR_BYTES: usize = 16;

/** list<profile>, filled with what was stored. Its texts stay where they were read. */
export class ProfileList {
  readonly start: usize;
  length: i32 = 0;

  constructor(capacity: i32) {
    this.start = heap.alloc(<usize>max(capacity, 1) * PROFILE_BYTES);
  }

  /** Leaves out what cannot be read. */
  add(reader: Reader): void {
    const at = this.start + <usize>this.length * PROFILE_BYTES;
    text(at, reader.prefixed());
    text(at + 8, reader.prefixed());
    const labels = reader.count();
    const labelsAt = heap.alloc(<usize>max(labels, 1) * PAIR_BYTES);
    for (let i = 0; i < labels; i++) {
      const pair = labelsAt + <usize>i * PAIR_BYTES;
      text(pair, reader.prefixed());
      text(pair + 8, reader.prefixed());
    }
    list(at + 16, labelsAt, labels);
    store<u64>(at, reader.u64(), 24);
    store<u64>(at, reader.u64(), 32);
    const stacks = reader.count();
    const stacksAt = heap.alloc(<usize>max(stacks, 1) * STACK_BYTES);
    for (let i = 0; i < stacks; i++) {
      const stack = stacksAt + <usize>i * STACK_BYTES;
      text(stack, reader.prefixed());
      store<u32>(stack, <u32>reader.varint(), 8);
      store<u64>(stack, reader.varint(), 16);
    }
    list(at + 40, stacksAt, stacks);
    if (!reader.failed) this.length++;
  }
}

/** record usage: 40 bytes, aligned to 8. */
const USAGE_BYTES: usize = 40;

/** list<usage>, which grows. */
export class UsageList {
  start: usize = heap.alloc(64 * USAGE_BYTES);
  length: i32 = 0;
  private capacity: i32 = 64;

  add(part: string, family: Bytes, component: Bytes, bytes: u64, entries: u64): void {
    if (this.length === this.capacity) {
      this.capacity *= 2;
      this.start = heap.realloc(this.start, <usize>this.capacity * USAGE_BYTES);
    }
    const at = this.start + <usize>this.length * USAGE_BYTES;
    this.length++;
    text(at, Bytes.of(part));
    text(at + 8, family);
    text(at + 16, component);
    store<u64>(at, bytes, 24);
    store<u64>(at, entries, 32);
  }
}

/** ok(list<usage>). */
export function lowerUsages(usages: UsageList): usize {
  store<u8>(RESULT, 0);
  list(RESULT + 4, usages.start, usages.length);
  return RESULT;
}

function text(at: usize, bytes: Bytes): void {
  list(at, bytes.start, bytes.length);
}

function list(at: usize, start: usize, length: i32): void {
  store<u32>(at, <u32>start);
  store<i32>(at, length, 4);
}

/** ok. */
export function lowerNothing(): usize {
  store<u8>(RESULT, 0);
  return RESULT;
}

/** ok(bool). */
export function lowerBool(value: bool): usize {
  store<u8>(RESULT, 0);
  store<u8>(RESULT, value ? 1 : 0, 4);
  return RESULT;
}

/** ok(record wish). */
export function lowerWish(frequencyHertz: u32, sweepDue: bool): usize {
  store<u8>(RESULT, 0);
  store<u32>(RESULT, frequencyHertz, 4);
  store<u8>(RESULT, sweepDue ? 1 : 0, 8);
  return RESULT;
}

/** ok(list<profile>). */
export function lowerProfiles(profiles: ProfileList): usize {
  store<u8>(RESULT, 0);
  list(RESULT + 4, profiles.start, profiles.length);
  return RESULT;
}
