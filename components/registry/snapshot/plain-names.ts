// Guest. Names as scrapers older than Prometheus 3 take them: every character that is not plain becomes `_`.
import { Bytes } from '../bindings/bytes.ts';
import { Writer } from '../bindings/writer.ts';
import { isPlainAt, isPlainMetricName } from '../entry/names.ts';

const BACKSLASH: u8 = 92;
const QUOTE: u8 = 34;
const EQUALS: u8 = 61;
const UNDERSCORE: u8 = 95;

function writePlain(writer: Writer, name: Bytes, allowsColon: bool): void {
  for (let i = 0; i < name.length; i++) {
    const char = name.at(i);
    if (isPlainAt(char, i, allowsColon)) writer.u8(char);
    else if ((char & 0xc0) !== 0x80) writer.u8(UNDERSCORE); // one for a character, not for each of its bytes
  }
}

/** The name itself when it is plain already. */
export function plainMetricName(name: Bytes): Bytes {
  if (isPlainMetricName(name)) return name;
  const writer = new Writer(name.length);
  writePlain(writer, name, true);
  return writer.bytes;
}

/** A label text (label-text.ts) with the names in quotes made plain. */
export function plainLabelText(text: Bytes): Bytes {
  const writer = new Writer(text.length);
  let at = 0;
  while (at < text.length) {
    let nameEnd = at;
    if (text.at(at) === QUOTE) {
      nameEnd = closingQuote(text, at + 1);
      writePlain(writer, text.slice(at + 1, nameEnd), false);
      nameEnd++;
    } else {
      while (nameEnd < text.length && text.at(nameEnd) !== EQUALS) nameEnd++;
      writer.raw(text.slice(at, nameEnd));
    }
    // `="value"` and the comma, if one follows
    const end = min(closingQuote(text, nameEnd + 2) + 2, text.length);
    writer.raw(text.slice(nameEnd, end));
    at = end;
  }
  return writer.bytes;
}

/** Index of the first quote from `from` that no backslash escapes. */
function closingQuote(text: Bytes, from: i32): i32 {
  let at = from;
  while (at < text.length && text.at(at) !== QUOTE) at += text.at(at) === BACKSLASH ? 2 : 1;
  return at;
}
