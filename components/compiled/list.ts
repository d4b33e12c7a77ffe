// Guest. Lists as the canonical ABI lays them out: elements one after the other, read where they lie.
import { Bytes } from './bytes.ts';

/** list<string>. */
export class StringList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  @inline at(index: i32): Bytes {
    const element = this.start + ((<usize>index) << 3);
    return new Bytes(load<u32>(element), load<u32>(element, 4));
  }
}

/** list<tuple<string, string>>. */
export class PairList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  name(index: i32): Bytes {
    const element = this.start + ((<usize>index) << 4);
    return new Bytes(load<u32>(element), load<u32>(element, 4));
  }

  value(index: i32): Bytes {
    const element = this.start + ((<usize>index) << 4);
    return new Bytes(load<u32>(element, 8), load<u32>(element, 12));
  }
}

/** list<f64>. */
export class F64List {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  @inline at(index: i32): f64 {
    return load<f64>(this.start + ((<usize>index) << 3));
  }

  /** Of an ascending list: index of the first number that is not below the value, or the length. */
  firstNotBelow(value: f64): i32 {
    let at = 0;
    while (at < this.length && value > this.at(at)) at++;
    return at;
  }
}

/** list<u64>. */
export class U64List {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  @inline at(index: i32): u64 {
    return load<u64>(this.start + ((<usize>index) << 3));
  }
}

/** Lowers a list<string> argument; returns where it starts. For the bindings only. */
export function lowerStrings(strings: Array<Bytes>, from: i32, to: i32): usize {
  const start = heap.alloc((to - from) << 3);
  for (let i = from; i < to; i++) {
    const element = start + ((<usize>(i - from)) << 3);
    store<u32>(element, <u32>strings[i].start);
    store<u32>(element, strings[i].length, 4);
  }
  return start;
}
