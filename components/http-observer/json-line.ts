// Guest. One object of JSON on one line. What clients send is cut: a line has to fit into one write of 4,096 bytes.
import { Bytes } from '../compiled/bytes.ts';
import { writeF64 } from '../compiled/decimal.ts';
import { Writer } from '../compiled/writer.ts';

/** Of one text, before it is escaped. */
const TEXT_BYTES: i32 = 400;

export class JsonLine {
  private writer: Writer = new Writer(1024);

  text(name: string, value: Bytes): void {
    this.name(name);
    this.writer.u8(34);
    const end = cut(value);
    for (let i = 0; i < end; i++) this.character(value.at(i));
    this.writer.u8(34);
  }

  number(name: string, value: f64): void {
    this.name(name);
    writeF64(this.writer, value);
  }

  toString(): string {
    this.writer.u8(125);
    return this.writer.bytes.toString();
  }

  private name(name: string): void {
    this.writer.ascii(this.writer.length === 0 ? '{"' : ',"');
    this.writer.ascii(name);
    this.writer.ascii('":');
  }

  private character(byte: u8): void {
    if (byte === 34 || byte === 92) {
      this.writer.u8(92);
      this.writer.u8(byte);
    } else if (byte < 32 || byte === 127) {
      this.writer.ascii('\\u00');
      this.writer.u8(hexDigit(byte >> 4));
      this.writer.u8(hexDigit(byte & 15));
    } else {
      this.writer.u8(byte);
    }
  }
}

function hexDigit(nibble: u8): u8 {
  return nibble < 10 ? 48 + nibble : 87 + nibble;
}

/** Never within a character. */
function cut(value: Bytes): i32 {
  let end = min(value.length, TEXT_BYTES);
  if (end < value.length) while (end > 0 && (value.at(end) & 0xc0) === 0x80) end--;
  return end;
}
