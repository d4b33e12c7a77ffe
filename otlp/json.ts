// Guest and Node. Messages as OTLP's JSON has them: protobuf's own mapping, but ids are hexadecimal and enums are numbers.
import { emptyOf, type Field, type Message, maxDepth, OtlpError, type Scalar, type Values } from './message.ts';

/** Throws an OtlpError on what is no such message. Fields that the table does not know are skipped. */
export function decodeJson(message: Message, text: string): Values {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OtlpError(`the body is no JSON: ${(error as Error).message}`);
  }
  return readMessage(value, message, 'the body', 0);
}

function readMessage(value: unknown, message: Message, path: string, depth: number): Values {
  if (depth > maxDepth) throw new OtlpError(`${path}: messages are nested deeper than ${maxDepth}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(path, value, 'an object');
  const values = emptyOf(message);
  for (const field of Object.values(message)) {
    const found = (value as Values)[field.name];
    if (found === undefined || found === null) continue;
    const at = `${path}.${field.name}`;
    if (!field.isRepeated) {
      values[field.name] = readField(found, field, at, depth);
      continue;
    }
    if (!Array.isArray(found)) throw unexpected(at, found, 'an array');
    values[field.name] = found.map((item, index) => readField(item, field, `${at}[${index}]`, depth));
  }
  return values;
}

function readField(value: unknown, { type }: Field, path: string, depth: number): unknown {
  if (typeof type !== 'string') return readMessage(value, type(), path, depth + 1);
  const read = readers[type](value);
  if (read === undefined) throw unexpected(path, value, descriptions[type]);
  return read;
}

function unexpected(path: string, value: unknown, expected: string): OtlpError {
  return new OtlpError(`${path}: found ${JSON.stringify(value)?.slice(0, 100)}, expected ${expected}`);
}

const int32 = (value: unknown) => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return Number.isInteger(number) && Math.abs(number as number) <= 0xffff_ffff ? number : undefined;
};

const integer = (lowest: bigint, highest: bigint) => (value: unknown) => {
  const isInteger = Number.isInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  if (!isInteger) return undefined;
  const number = BigInt(value as string | number);
  return number >= lowest && number <= highest ? number : undefined;
};

const signed = integer(-(2n ** 63n), 2n ** 63n - 1n);
const unsigned = integer(0n, 2n ** 64n - 1n);

const names: Record<string, number> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

function double(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (value in names) return names[value];
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function bytes(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !/^([0-9a-fA-F]{2})*$/.test(value)) return undefined;
  return Uint8Array.from(value.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Undefined: not of this type. */
const readers: Record<Scalar, (value: unknown) => unknown> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  bytes,
  double,
  uint32: int32,
  sint32: int32,
  enum: int32,
  int64: signed,
  sint64: signed,
  uint64: unsigned,
  fixed64: unsigned,
  sfixed64: signed,
};

const descriptions: Record<Scalar, string> = {
  string: 'a string',
  bool: 'true or false',
  bytes: 'hexadecimal digits',
  double: 'a number',
  uint32: 'a whole number of 32 bits',
  sint32: 'a whole number of 32 bits',
  enum: 'the number of an enum',
  int64: 'a whole number of 64 bits, in quotes',
  sint64: 'a whole number of 64 bits, in quotes',
  uint64: 'a whole number of 64 bits that is not negative, in quotes',
  fixed64: 'a whole number of 64 bits that is not negative, in quotes',
  sfixed64: 'a whole number of 64 bits, in quotes',
};
