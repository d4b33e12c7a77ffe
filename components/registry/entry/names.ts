// Guest. Which names Prometheus takes. Since version 3 that is any UTF-8; what older scrapers take is called plain here.
import { Bytes } from '../../compiled/bytes.ts';

const COLON: u8 = 58;

function isLetter(char: u8): bool {
  const lower = char | 32;
  return (lower >= 97 && lower <= 122) || char === 95;
}

function isDigit(char: u8): bool {
  return char >= 48 && char <= 57;
}

/** Whether a character may stand there in a plain name. */
export function isPlainAt(char: u8, index: i32, allowsColon: bool): bool {
  return isLetter(char) || (index > 0 && isDigit(char)) || (allowsColon && char === COLON);
}

function isPlain(name: Bytes, allowsColon: bool): bool {
  if (name.length === 0) return false;
  for (let i = 0; i < name.length; i++) if (!isPlainAt(name.at(i), i, allowsColon)) return false;
  return true;
}

/** `[a-zA-Z_:][a-zA-Z0-9_:]*` */
export function isPlainMetricName(name: Bytes): bool {
  return isPlain(name, true);
}

/** `[a-zA-Z_][a-zA-Z0-9_]*` */
export function isPlainLabelName(name: Bytes): bool {
  return isPlain(name, false);
}

/** `le`, `quantile` and what begins with `__`: Prometheus gives them a meaning of its own. */
export function isReservedLabelName(name: Bytes): bool {
  return name.startsWithText('__') || name.equalsText('le') || name.equalsText('quantile');
}

/** Whether `part` occurs in `name`. */
export function contains(name: Bytes, part: Bytes): bool {
  for (let from = 0; from + part.length <= name.length; from++) {
    if (name.slice(from, from + part.length).equals(part)) return true;
  }
  return false;
}

/** A pushed text as it appears in a message: quoted, and cut where it is long. */
export function quoted(text: Bytes): string {
  if (text.length <= 80) return `"${text.toString()}"`;
  let end = 80;
  while (end > 0 && (text.at(end) & 0xc0) === 0x80) end--;
  return `"${text.slice(0, end).toString()}…"`;
}
