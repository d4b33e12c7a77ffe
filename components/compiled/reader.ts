// Guest. Reads what a Writer wrote. Stored values may be garbage: reading past the end returns zeros and sets
// `failed`, which the caller looks at when it is done.
import { Bytes, hashMemory } from './bytes.ts';

export class Reader {
  failed: bool = false;
  private at: usize;
  private end: usize;

  constructor(bytes: Bytes) {
    this.at = bytes.start;
    this.end = bytes.start + bytes.length;
  }

  /** A reader of everything before the seal; null when the seal does not fit the bytes. */
  static sealed(bytes: Bytes): Reader | null {
    const length = bytes.length - 8;
    if (length < 0 || hashMemory(bytes.start, length) != bytes.u64At(length)) return null;
    return new Reader(bytes.slice(0, length));
  }

  get left(): i32 {
    return <i32>(this.end - this.at);
  }

  private take(count: i32): usize {
    if (count < 0 || count > this.left) {
      this.failed = true;
      this.at = this.end;
      return 0;
    }
    const at = this.at;
    this.at += count;
    return at;
  }

  u8(): u8 {
    const at = this.take(1);
    return at ? load<u8>(at) : 0;
  }

  u32(): u32 {
    const at = this.take(4);
    return at ? load<u32>(at) : 0;
  }

  u64(): u64 {
    const at = this.take(8);
    return at ? load<u64>(at) : 0;
  }

  f64(): f64 {
    const at = this.take(8);
    return at ? load<f64>(at) : 0;
  }

  varint(): u64 {
    let value: u64 = 0;
    for (let shift: u64 = 0; shift < 64; shift += 7) {
      const byte = this.u8();
      value |= (<u64>(byte & 0x7f)) << shift;
      if (byte < 0x80) return value;
    }
    this.failed = true;
    return 0;
  }

  /** A varint that counts things of which each takes at least one byte: what cannot fit is a failure. */
  count(): i32 {
    const value = this.varint();
    if (value > <u64>this.left) {
      this.failed = true;
      return 0;
    }
    return <i32>value;
  }

  /** A view, not a copy; empty when there are fewer bytes. */
  bytes(count: i32): Bytes {
    const at = this.take(count);
    return at ? new Bytes(at, count) : Bytes.empty();
  }

  prefixed(): Bytes {
    return this.bytes(this.count());
  }
}
