// Guest. Reads a label text (label-text.ts) back into names and values.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { closingQuote } from './plain-names.ts';

const BACKSLASH: u8 = 92;
const QUOTE: u8 = 34;
const EQUALS: u8 = 61;

export class LabelCursor {
  /** Of the label that `next` has found. */
  name: Bytes = Bytes.empty();
  value: Bytes = Bytes.empty();
  private at: i32 = 0;

  constructor(private text: Bytes) {}

  /** Where the next label begins, behind the comma. */
  get position(): i32 {
    return this.at;
  }

  /** False after the last label. */
  next(): bool {
    const text = this.text;
    if (this.at >= text.length) return false;
    if (text.at(this.at) === QUOTE) {
      this.name = this.quoted();
    } else {
      const from = this.at;
      while (this.at < text.length && text.at(this.at) !== EQUALS) this.at++;
      this.name = text.slice(from, this.at);
    }
    this.at++; // the equals sign
    this.value = this.quoted();
    this.at++; // the comma
    return true;
  }

  private quoted(): Bytes {
    const from = this.at + 1;
    const end = closingQuote(this.text, from);
    this.at = end + 1;
    return unescaped(this.text.slice(from, end));
  }
}

/** The text itself when nothing in it is escaped. */
function unescaped(text: Bytes): Bytes {
  let at = 0;
  while (at < text.length && text.at(at) !== BACKSLASH) at++;
  if (at === text.length) return text;
  const writer = new Writer(text.length);
  for (at = 0; at < text.length; at++) {
    const isEscaped = text.at(at) === BACKSLASH && at + 1 < text.length;
    if (isEscaped) at++;
    const char = text.at(at);
    writer.u8(isEscaped && char === 110 ? 10 : char);
  }
  return writer.bytes;
}
