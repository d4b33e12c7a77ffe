// Guest. Names as scrapers older than Prometheus 3 take them: every character that is not plain becomes `_`.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { isPlainAt, isPlainLabelName, isPlainMetricName } from '../entry/names.ts';
import { LabelCursor } from './label-cursor.ts';

const BACKSLASH: u8 = 92;
const QUOTE: u8 = 34;
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

/**
 * A label text (label-text.ts) with the names in quotes made plain. One that looks like another label then gets `_`
 * behind it: a scraper refuses the whole exposition for a name that stands there twice.
 */
export function plainLabelText(text: Bytes): Bytes {
  const taken = plainNames(text);
  const writer = new Writer(text.length + 8);
  const cursor = new LabelCursor(text);
  let from = 0;
  while (cursor.next()) {
    if (text.at(from) === QUOTE) {
      const name = unlike(taken, plainLabelName(cursor.name));
      taken.push(name);
      writer.raw(name);
      from = closingQuote(text, from + 1) + 1;
    }
    writer.raw(text.slice(from, min(cursor.position, text.length)));
    from = cursor.position;
  }
  return writer.bytes;
}

/** Those that need not change, and the one that stands for the metric's. */
function plainNames(text: Bytes): Bytes[] {
  const names: Bytes[] = [Bytes.of('__name__')];
  const cursor = new LabelCursor(text);
  while (cursor.next()) if (isPlainLabelName(cursor.name)) names.push(cursor.name);
  return names;
}

function unlike(taken: Bytes[], name: Bytes): Bytes {
  const writer = new Writer(name.length + 8);
  writer.raw(name);
  for (let i = 0; i < taken.length; i++) {
    if (!taken[i].equals(writer.bytes)) continue;
    writer.u8(UNDERSCORE);
    i = -1; // it may look like an earlier one now
  }
  return writer.bytes;
}

/** Index of the first quote from `from` that no backslash escapes. */
export function closingQuote(text: Bytes, from: i32): i32 {
  let at = from;
  while (at < text.length && text.at(at) !== QUOTE) at += text.at(at) === BACKSLASH ? 2 : 1;
  return at;
}
