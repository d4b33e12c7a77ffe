// Guest. A growing buffer: everything that is encoded or rendered goes through it.
import { Bytes, copyMemory, hashMemory } from './bytes.ts';

/** Room behind the end for what `copyMemory` writes too many. */
const SLACK: i32 = 8;

export class Writer {
  private start: usize;
  private at: usize;
  private end: usize;

  constructor(capacity: i32) {
    this.start = heap.alloc(capacity + SLACK);
    this.at = this.start;
    this.end = this.start + capacity;
  }

  get length(): i32 {
    return <i32>(this.at - this.start);
  }

  /** What has been written. Valid until more is written. */
  get bytes(): Bytes {
    return new Bytes(this.start, this.length);
  }

  /** Forgets what was written after the first `length` bytes. */
  truncate(length: i32): void {
    this.at = this.start + length;
  }

  /** Makes room for `count` more bytes. */
  @inline reserve(count: i32): void {
    if (this.at + count > this.end) this.grow(count);
  }

  private grow(count: i32): void {
    const length = this.length;
    const capacity = max(length + count, <i32>(this.end - this.start) * 2);
    this.start = heap.realloc(this.start, capacity + SLACK);
    this.at = this.start + length;
    this.end = this.start + capacity;
  }

  @inline u8(value: u8): void {
    this.reserve(1);
    store<u8>(this.at++, value);
  }

  @inline u32(value: u32): void {
    this.reserve(4);
    store<u32>(this.at, value);
    this.at += 4;
  }

  @inline u64(value: u64): void {
    this.reserve(8);
    store<u64>(this.at, value);
    this.at += 8;
  }

  @inline f64(value: f64): void {
    this.reserve(8);
    store<f64>(this.at, value);
    this.at += 8;
  }

  /** Seven bits a byte, lowest first: small numbers are one byte. */
  varint(value: u64): void {
    this.reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      store<u8>(this.at++, <u8>(rest | 0x80));
      rest >>= 7;
    }
    store<u8>(this.at++, <u8>rest);
  }

  @inline raw(bytes: Bytes): void {
    this.memory(bytes.start, bytes.length);
  }

  /** For the bindings only. */
  memory(start: usize, length: i32): void {
    this.reserve(length);
    copyMemory(this.at, start, length);
    this.at += length;
  }

  /** Length, then the bytes. */
  prefixed(bytes: Bytes): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** A constant that is all ASCII. */
  ascii(text: string): void {
    const length = text.length;
    this.reserve(length);
    for (let i = 0; i < length; i++) store<u8>(this.at + i, <u8>text.charCodeAt(i));
    this.at += length;
  }

  /** Overwrites four bytes that were written before. */
  patchU32(offset: i32, value: u32): void {
    store<u32>(this.start + offset, value);
  }

  /** Ends what was written since the beginning with a hash over it, which `Reader.sealed` checks. */
  seal(): void {
    this.u64(hashMemory(this.start, this.length));
  }
}
