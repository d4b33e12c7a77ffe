// Guest. One field's value as JSON, whatever it is. The engine's own JSON.stringify is fast and takes nearly everything;
// what it refuses (circles) is left to a library.
import { configure } from 'safe-stable-stringify';
import { isThrownByHost, thrownFields } from './error-fields.ts';
import { redactedText } from './redaction.ts';

/** Characters of one text. */
const mostCharacters = 2000;

const bounded = configure({ deterministic: false, maximumDepth: 8, maximumBreadth: 100, circularValue: '[circular]' });

/** Cut, and said so; no half of a surrogate pair is left alone, for it is no character in UTF-8. */
export function shorten(text: string, most = mostCharacters): string {
  if (text.length <= most) return text.toWellFormed();
  return `${text.slice(0, most).toWellFormed()}… [cut: ${text.length} characters]`;
}

type IsRedacted = (name: string) => boolean;

/** JSON; undefined for what has none, as JSON.stringify. Never throws. */
export function fieldText(name: string, value: unknown, isRedacted: IsRedacted): string | undefined {
  try {
    if (value !== undefined && isRedacted(name)) return JSON.stringify(redactedText);
    return nested(value, isRedacted);
  } catch (error) {
    return JSON.stringify(`[unreadable: ${reasonOf(error)}]`);
  }
}

function nested(value: unknown, isRedacted: IsRedacted): string | undefined {
  const replace = (key: string, each: unknown) =>
    key !== '' && each !== undefined && isRedacted(key) ? redactedText : plain(each);
  try {
    return JSON.stringify(value, replace);
  } catch (error) {
    // a circle; what a getter or toJSON throws it throws again
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return bounded(value, replace as never);
  }
}

function plain(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return shorten(value);
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'function':
      return `[function ${value.name}]`;
    case 'symbol':
      return String(value);
    case 'object':
      return value === null ? null : plainObject(value);
    default:
      return value;
  }
}

function plainObject(value: object): unknown {
  if (value instanceof Error || isThrownByHost(value)) return thrownFields(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return value;
}

function reasonOf(error: unknown): string {
  try {
    return shorten(error instanceof Error ? error.message : String(error));
  } catch {
    return 'it throws what cannot be read';
  }
}
