// Guest. A run of bytes somewhere in linear memory: a view, never a copy. Text is UTF-8 bytes throughout; the
// language's own UTF-16 strings are for constants and error messages only.

const SEED: u64 = 0x9e3779b97f4a7c15;
const FACTOR: u64 = 0xff51afd7ed558ccd;

export class Bytes {
  /** `start` is for the bindings only. */
  constructor(
    readonly start: usize,
    readonly length: i32,
  ) {}

  /** The UTF-8 bytes of a string. */
  static of(text: string): Bytes {
    const buffer = String.UTF8.encode(text);
    return new Bytes(changetype<usize>(buffer), buffer.byteLength);
  }

  static empty(): Bytes {
    return new Bytes(0, 0);
  }

  /** Unchecked: `index` is below `length`. */
  @inline at(index: i32): u8 {
    return load<u8>(this.start + index);
  }

  /** Unchecked: the eight bytes from `index`, little-endian, are inside. */
  @inline u64At(index: i32): u64 {
    return load<u64>(this.start + index);
  }

  /** The part from `from` to `to`, cut to what is there. */
  slice(from: i32, to: i32): Bytes {
    const end = min(to, this.length);
    return from >= end ? Bytes.empty() : new Bytes(this.start + from, end - from);
  }

  /** For static memory of the right size. */
  copyTo(address: usize): void {
    memory.copy(address, this.start, this.length);
  }

  equals(other: Bytes): bool {
    return this.length == other.length && sameMemory(this.start, other.start, this.length);
  }

  /** Negative, 0 or positive: byte by byte, the shorter first, which for UTF-8 is the order of code points. */
  compare(other: Bytes): i32 {
    return compareMemory(this.start, this.length, other.start, other.length);
  }

  startsWith(prefix: Bytes): bool {
    return this.length >= prefix.length && sameMemory(this.start, prefix.start, prefix.length);
  }

  /** Whether these are exactly the characters of an ASCII text. */
  equalsText(text: string): bool {
    return this.length == text.length && this.startsWithText(text);
  }

  startsWithText(text: string): bool {
    if (this.length < text.length) return false;
    for (let i = 0; i < text.length; i++) if (<i32>this.at(i) != text.charCodeAt(i)) return false;
    return true;
  }

  /** 64 bits over all bytes. Part of the stored format: another hash is another format version. */
  @inline hash(): u64 {
    return hashMemory(this.start, this.length);
  }

  endsWith(byte: u8): bool {
    return this.length > 0 && this.at(this.length - 1) == byte;
  }

  /** Without blanks at both ends. */
  trim(): Bytes {
    let from = 0;
    let to = this.length;
    while (from < to && this.at(from) <= 32) from++;
    while (to > from && this.at(to - 1) <= 32) to--;
    return this.slice(from, to);
  }

  toString(): string {
    return String.UTF8.decodeUnsafe(this.start, this.length);
  }
}

export function hashMemory(start: usize, length: i32): u64 {
  let at = start;
  let left = length;
  let hash = SEED ^ (<u64>length * FACTOR);
  while (left >= 8) {
    hash = rotl(hash ^ load<u64>(at), 29) * FACTOR;
    at += 8;
    left -= 8;
  }
  let rest: u64 = 0;
  while (left > 0) {
    left--;
    rest = (rest << 8) | load<u8>(at + left);
  }
  hash = rotl(hash ^ rest, 29) * FACTOR;
  hash ^= hash >> 32;
  hash *= FACTOR;
  return hash ^ (hash >> 29);
}

export function sameMemory(left: usize, right: usize, length: i32): bool {
  let at: i32 = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(left + at) != load<u64>(right + at)) return false;
  for (; at < length; at++) if (load<u8>(left + at) != load<u8>(right + at)) return false;
  return true;
}

export function compareMemory(left: usize, leftLength: i32, right: usize, rightLength: i32): i32 {
  const length = min(leftLength, rightLength);
  let at: i32 = 0;
  while (at + 8 <= length && load<u64>(left + at) == load<u64>(right + at)) at += 8;
  for (; at < length; at++) {
    const difference = <i32>load<u8>(left + at) - <i32>load<u8>(right + at);
    if (difference != 0) return difference;
  }
  return leftLength - rightLength;
}

/**
 * Copies short runs, of which there are many, without the call that memory.copy is. May write up to 7 bytes too many
 * behind the run, where the writer has room; does not read behind the end of memory.
 */
export function copyMemory(to: usize, from: usize, length: i32): void {
  if (length > 256 || from + length + 8 > (<usize>memory.size()) << 16) {
    memory.copy(to, from, length);
    return;
  }
  for (let at: i32 = 0; at < length; at += 8) store<u64>(to + at, load<u64>(from + at));
}
