// Guest. Whatever a tool gives as a field, as something that JSON can hold: bounded, without circles, never throwing.
import { plainError } from './plain-error.ts';
import { type IsRedacted, redacted } from './redaction.ts';

export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

export interface PlainOptions {
  isRedacted: IsRedacted;
  /** Of one text, in UTF-16 units. */
  maxCharacters: number;
  /** Of one object or array. */
  maxEntries: number;
  maxDepth: number;
}

/** `inside`: the objects that this value is within. Undefined: JSON would leave it out. */
export function plain(value: unknown, options: PlainOptions, inside: readonly object[] = []): Plain | undefined {
  switch (typeof value) {
    case 'string':
      return cut(value, options.maxCharacters);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return cut(String(value), options.maxCharacters);
    case 'undefined':
      return undefined;
    case 'symbol':
      return cut(String(value), options.maxCharacters);
    case 'function':
      return '[function]';
  }
  if (value === null || value === undefined) return null;
  if (inside.includes(value)) return '[circular]';
  if (inside.length >= options.maxDepth) return '[too deep]';
  try {
    return plainObject(value, options, [...inside, value]);
  } catch (error) {
    return unreadable(error);
  }
}

/** A text of at most so many units, never cut within a surrogate pair, that says what it was cut from. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = isHighSurrogate(text.charCodeAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
  return `${text.slice(0, end)}…[${text.length} characters]`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function plainObject(value: object, options: PlainOptions, inside: readonly object[]): Plain | undefined {
  const within = (part: unknown) => plain(part, options, inside);
  if (value instanceof Error) return plainError(value, within);
  if (Array.isArray(value)) return plainList(value, value.length, options, within);
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  if (value instanceof ArrayBuffer) return `[ArrayBuffer of ${value.byteLength} bytes]`;
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return within(toJSON.call(value));
  if (value instanceof Set) return plainList([...take(value, options.maxEntries)], value.size, options, within);
  const isMap = value instanceof Map;
  const names = isMap ? [...take(value.keys(), options.maxEntries)] : Object.keys(value);
  const count = isMap ? value.size : names.length;
  const read = isMap ? (name: unknown) => value.get(name) : (name: unknown) => (value as never)[name as never];
  return plainFields(names, count, read, options, within);
}

function plainFields(
  names: unknown[],
  count: number,
  read: (name: unknown) => unknown,
  { isRedacted, maxEntries, maxCharacters }: PlainOptions,
  within: (part: unknown) => Plain | undefined,
): Plain {
  // no prototype: a field may be called __proto__
  const fields: Record<string, Plain> = Object.create(null);
  for (const name of names.slice(0, maxEntries)) {
    const text = cut(String(name), Math.min(maxCharacters, 200));
    const field = isRedacted(text) ? redacted : readField(() => within(read(name)));
    if (field !== undefined) fields[text] = field;
  }
  if (count > maxEntries) fields['…'] = `[${count} entries]`;
  return fields;
}

/** One getter that throws costs that field. */
function readField(read: () => Plain | undefined): Plain | undefined {
  try {
    return read();
  } catch (error) {
    return unreadable(error);
  }
}

function plainList(
  list: unknown[],
  count: number,
  { maxEntries }: PlainOptions,
  within: (part: unknown) => Plain | undefined,
): Plain {
  const parts = Array.from({ length: Math.min(list.length, maxEntries) }, (_, at) =>
    readField(() => within(list[at]) ?? null),
  ) as Plain[];
  if (count > maxEntries) parts.push(`[${count} entries]`);
  return parts;
}

function* take<T>(from: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const part of from) {
    if (taken++ >= count) return;
    yield part;
  }
}

function unreadable(error: unknown): string {
  try {
    return cut(`[unreadable: ${error instanceof Error ? error.message : String(error)}]`, 200);
  } catch {
    return '[unreadable]';
  }
}
