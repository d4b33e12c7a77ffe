// Guest. Which names Prometheus takes.
import { Bytes } from './bindings/bytes.ts';

function isLetter(char: u8): bool {
  const lower = char | 32;
  return (lower >= 97 && lower <= 122) || char === 95;
}

function isDigit(char: u8): bool {
  return char >= 48 && char <= 57;
}

/** `[a-zA-Z_:][a-zA-Z0-9_:]*` */
export function isMetricName(name: Bytes): bool {
  if (name.length === 0 || isDigit(name.at(0))) return false;
  for (let i = 0; i < name.length; i++) {
    const char = name.at(i);
    if (!isLetter(char) && !isDigit(char) && char !== 58) return false;
  }
  return true;
}

/** `[a-zA-Z_][a-zA-Z0-9_]*` */
export function isLabelName(name: Bytes): bool {
  if (name.length === 0 || isDigit(name.at(0))) return false;
  for (let i = 0; i < name.length; i++) {
    const char = name.at(i);
    if (!isLetter(char) && !isDigit(char)) return false;
  }
  return true;
}

/** `le`, `quantile` and what begins with `__`: Prometheus gives them a meaning of its own. */
export function isReservedLabelName(name: Bytes): bool {
  if (name.length >= 2 && name.at(0) === 95 && name.at(1) === 95) return true;
  if (name.length === 2) return name.at(0) === 108 && name.at(1) === 101;
  return name.length === 8 && name.equals(Bytes.of('quantile'));
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
