// Guest. The keys of our values in the store: `<prefix>:<format version>:…`, characters that every backend takes.
// A key that does not parse here is foreign, even below our prefix, and is never touched.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { keyPrefix } from './prefix.ts';

const ROOT = ':3:root';
const LOG = ':3:log:';
const BODY = ':3:body:';
const BAD = ':3:bad:';
const PROBE = ':3:probe:';

/** Time-ordered: the order of keys is the order of (time, nonce). */
export class LogKey {
  constructor(
    /** Nanoseconds since 1970 when the entry was pushed. */
    readonly time: u64,
    readonly nonce: u64,
  ) {}

  /** Negative, 0 or positive. */
  static compare(left: LogKey, right: LogKey): i32 {
    if (left.time !== right.time) return left.time < right.time ? -1 : 1;
    if (left.nonce !== right.nonce) return left.nonce < right.nonce ? -1 : 1;
    return 0;
  }
}

/** The snapshot's root: always exactly 8 bytes, the id of the current body, 0 before the first. */
export function rootKey(): Bytes {
  return prefixed(ROOT).bytes;
}

export function logKey(key: LogKey): Bytes {
  return numbered(LOG, key);
}

/** Where an unreadable log entry is kept. */
export function quarantineKey(key: LogKey): Bytes {
  return numbered(BAD, key);
}

export function bodyKey(id: u64): Bytes {
  const writer = prefixed(BODY);
  hex(writer, id);
  return writer.bytes;
}

/** Written, read back and deleted, to see that two ways lead to one store. */
export function probeKey(nonce: u64): Bytes {
  const writer = prefixed(PROBE);
  hex(writer, nonce);
  return writer.bytes;
}

/** `<prefix><kind>`, with room for two numbers. */
export function prefixed(kind: string): Writer {
  const prefix = keyPrefix();
  const writer = new Writer(prefix.length + kind.length + 32);
  writer.raw(prefix);
  writer.ascii(kind);
  return writer;
}

function numbered(kind: string, key: LogKey): Bytes {
  const writer = prefixed(kind);
  hex(writer, key.time);
  hex(writer, key.nonce);
  return writer.bytes;
}

/** 16 digits. */
export function hex(writer: Writer, value: u64): void {
  for (let shift: i32 = 60; shift >= 0; shift -= 4) {
    const digit = <u8>((value >> shift) & 15);
    writer.u8(digit < 10 ? 48 + digit : 87 + digit);
  }
}

/** Tells the keys of a store apart. */
export class KeyParser {
  private log: Bytes = prefixed(LOG).bytes;
  private body: Bytes = prefixed(BODY).bytes;
  private bad: Bytes = prefixed(BAD).bytes;
  private failed: bool = false;

  logKey(key: Bytes): LogKey | null {
    return this.parse(key, this.log);
  }

  /** 0: no body. */
  bodyId(key: Bytes): u64 {
    const at = this.body.length;
    if (key.length !== at + 16 || !key.startsWith(this.body)) return 0;
    this.failed = false;
    const id = this.hex(key, at);
    return this.failed ? 0 : id;
  }

  isQuarantined(key: Bytes): bool {
    return this.parse(key, this.bad) !== null;
  }

  private parse(key: Bytes, prefix: Bytes): LogKey | null {
    const at = prefix.length;
    if (key.length !== at + 32 || !key.startsWith(prefix)) return null;
    this.failed = false;
    const time = this.hex(key, at);
    const nonce = this.hex(key, at + 16);
    return this.failed ? null : new LogKey(time, nonce);
  }

  private hex(key: Bytes, from: i32): u64 {
    let value: u64 = 0;
    for (let i = from; i < from + 16; i++) {
      const char = key.at(i);
      let digit: u8 = 255;
      if (char >= 48 && char <= 57) digit = char - 48;
      else if (char >= 97 && char <= 102) digit = char - 87;
      if (digit === 255) this.failed = true;
      value = (value << 4) | digit;
    }
    return value;
  }
}
