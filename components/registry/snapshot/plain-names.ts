// Guest. Names as scrapers older than Prometheus 3 take them: every character that is not plain becomes `_`.
import { Bytes } from '../bindings/bytes.ts';
import { Writer } from '../bindings/writer.ts';
import { isPlainAt, isPlainMetricName } from '../entry/names.ts';

const BACKSLASH: u8 = 92;
const QUOTE: u8 = 34;
const EQUALS: u8 = 61;
const UNDERSCORE: u8 = 95;

function writePlain(writer: Writer, char: u8, index: i32, allowsColon: bool): void {
  if (isPlainAt(char, index, allowsColon)) writer.u8(char);
  else if ((char & 0xc0) !== 0x80) writer.u8(UNDERSCORE); // one for a character, not for each of its bytes
}

/** The name itself when it is plain already. */
export function plainMetricName(name: Bytes): Bytes {
  if (isPlainMetricName(name)) return name;
  const writer = new Writer(name.length);
  for (let i = 0; i < name.length; i++) writePlain(writer, name.at(i), i, true);
  return writer.bytes;
}

/** A name as a label's: without colons, and plain. */
export function plainLabelName(name: Bytes): Bytes {
  const writer = new Writer(name.length);
  for (let i = 0; i < name.length; i++) writePlain(writer, name.at(i), i, false);
  return writer.bytes;
}

/** A label text (label-text.ts) with the names in quotes made plain. */
export function plainLabelText(text: Bytes): Bytes {
  const writer = new Writer(text.length);
  let at = 0;
  while (at < text.length) {
    const nameEnd = text.at(at) === QUOTE ? writeQuoted(writer, text, at + 1) : writeName(writer, text, at);
    // `="value"` and the comma, if one follows
    const end = min(closingQuote(text, nameEnd + 2) + 2, text.length);
    writer.raw(text.slice(nameEnd, end));
    at = end;
  }
  return writer.bytes;
}

/** Writes a name as it stands. Returns where it ends. */
function writeName(writer: Writer, text: Bytes, from: i32): i32 {
  let end = from;
  while (end < text.length && text.at(end) !== EQUALS) end++;
  writer.raw(text.slice(from, end));
  return end;
}

/** Writes a name in quotes made plain, an escaped character as one. Returns where the quotes end. */
function writeQuoted(writer: Writer, text: Bytes, from: i32): i32 {
  const end = closingQuote(text, from);
  let index = 0;
  for (let at = from; at < end; at++, index++) {
    if (text.at(at) === BACKSLASH) {
      at++;
      writer.u8(UNDERSCORE); // what is escaped is never plain
    } else {
      writePlain(writer, text.at(at), index, false);
    }
  }
  return end + 1;
}

/** Index of the first quote from `from` that no backslash escapes. */
export function closingQuote(text: Bytes, from: i32): i32 {
  let at = from;
  while (at < text.length && text.at(at) !== QUOTE) at += text.at(at) === BACKSLASH ? 2 : 1;
  return at;
}
