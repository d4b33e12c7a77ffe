// Guest. Walks JSON where it lies, as far as it goes: a text that is cut off, or is no JSON, ends the walk and sets
// `failed`. Nothing is built, and nesting takes no stack: clients choose both.
import { Bytes } from '../../compiled/bytes.ts';

const QUOTE: u8 = 34;
const COMMA: u8 = 44;
const MINUS: u8 = 45;
const COLON: u8 = 58;
const BACKSLASH: u8 = 92;
const OPEN_BRACKET: u8 = 91;
const CLOSE_BRACKET: u8 = 93;
const OPEN_BRACE: u8 = 123;
const CLOSE_BRACE: u8 = 125;

export class JsonCursor {
  failed: bool = false;
  private at: i32 = 0;

  constructor(private json: Bytes) {}

  /** Steps into an object. False: here is something else, which is skipped. */
  enterObject(): bool {
    if (this.peek() === OPEN_BRACE) {
      this.at++;
      return true;
    }
    this.skip();
    return false;
  }

  /** The next key, with the cursor before its value. null: the object has ended, or the text has. */
  nextKey(): Bytes | null {
    if (this.peek() === COMMA) this.at++;
    const byte = this.peek();
    if (byte === CLOSE_BRACE) {
      this.at++;
      return null;
    }
    const key = byte === QUOTE ? this.string() : Bytes.empty();
    if (byte !== QUOTE || this.peek() !== COLON) this.failed = true;
    if (this.failed) return null;
    this.at++;
    return key;
  }

  /** A string. Empty: here is something else, which is skipped. */
  text(): Bytes {
    if (this.peek() === QUOTE) return this.string();
    this.skip();
    return Bytes.empty();
  }

  /** A number as it is written. Empty: here is something else, which is skipped. */
  number(): Bytes {
    const byte = this.peek();
    const isNumber = byte === MINUS || (byte >= 48 && byte <= 57);
    const from = this.at;
    this.skip();
    return isNumber && !this.failed ? this.json.slice(from, this.at) : Bytes.empty();
  }

  /** Whether here is `true`; it is skipped. */
  isTrue(): bool {
    this.peek();
    const from = this.at;
    this.skip();
    return !this.failed && this.json.slice(from, this.at).equalsText('true');
  }

  /** Whether here is `null`; it is skipped. */
  isNull(): bool {
    this.peek();
    const from = this.at;
    this.skip();
    return !this.failed && this.json.slice(from, this.at).equalsText('null');
  }

  /** Steps over one value. */
  skip(): void {
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === QUOTE) {
        this.string();
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        this.at++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        this.at++;
      } else if (depth > 0 && (byte === COMMA || byte === COLON)) {
        this.at++;
      } else {
        this.literal();
      }
    } while (depth > 0 && !this.failed);
    if (depth < 0) this.failed = true;
  }

  /** A number, `true`, `false`, `null`. One that the text may have cut is none. */
  private literal(): void {
    const from = this.at;
    while (this.at < this.json.length && isLiteral(this.json.at(this.at))) this.at++;
    if (this.at === from || this.at === this.json.length) this.failed = true;
  }

  /** The next byte that is no blank; 0 at the end, which is a failure. */
  private peek(): u8 {
    while (this.at < this.json.length) {
      const byte = this.json.at(this.at);
      if (byte > 32) return byte;
      this.at++;
    }
    this.failed = true;
    return 0;
  }

  private string(): Bytes {
    const from = ++this.at;
    let hasEscapes = false;
    for (; this.at < this.json.length; this.at++) {
      const byte = this.json.at(this.at);
      if (byte === QUOTE) {
        const raw = this.json.slice(from, this.at++);
        return hasEscapes ? decoded(raw) : raw;
      }
      if (byte === BACKSLASH) {
        hasEscapes = true;
        this.at++;
      }
    }
    this.failed = true;
    return Bytes.empty();
  }
}

/** Letters, digits, `+`, `-`, `.`. */
function isLiteral(byte: u8): bool {
  return (
    (byte >= 97 && byte <= 122) ||
    (byte >= 48 && byte <= 57) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46 ||
    byte === 69
  );
}

/** What has only escapes of ASCII; anything else stays as it is written. */
function decoded(raw: Bytes): Bytes {
  const start = heap.alloc(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    let byte = raw.at(at);
    if (byte === BACKSLASH) {
      byte = raw.at(++at);
      if (byte === 117) {
        const code = hexOf(raw.slice(at + 1, at + 5));
        if (code < 32 || code > 126) return raw;
        byte = <u8>code;
        at += 4;
      } else if (byte !== QUOTE && byte !== BACKSLASH && byte !== 47) {
        return raw;
      }
    }
    store<u8>(start + length++, byte);
  }
  return new Bytes(start, length);
}

/** -1: not four digits. */
function hexOf(digits: Bytes): i32 {
  if (digits.length !== 4) return -1;
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = <i32>digits.at(i) | 32;
    const isDecimal = byte >= 48 && byte <= 57;
    if (!isDecimal && (byte < 97 || byte > 102)) return -1;
    value = value * 16 + (isDecimal ? byte - 48 : byte - 87);
  }
  return value;
}
