// Guest and Node. How a protobuf message is described, so that one table serves the binary form and JSON, both ways.

export type Scalar =
  | 'string'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'uint32'
  | 'sint32'
  | 'enum'
  | 'int64'
  | 'sint64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64';

export interface Field {
  /** lowerCamelCase, as in JSON. */
  readonly name: string;
  /** A scalar, or the message; a function, for messages contain each other. */
  readonly type: Scalar | (() => Message);
  readonly isRepeated?: true;
  /** Absent is something else than zero: it has no default. All messages are so. */
  readonly isOptional?: true;
}

/** By field number. */
export type Message = Readonly<Record<number, Field>>;

/** What a message is read into: 64-bit integers are bigints, repeated fields that are absent are empty arrays. */
export type Values = Record<string, unknown>;

/** A sender's mistake; its text may be sent back. */
export class OtlpError extends Error {}

/** Deeper than any sender of sense nests its attributes. */
export const maxDepth = 32;

const zeros: Record<Scalar, unknown> = {
  string: '',
  bool: false,
  bytes: new Uint8Array(),
  double: 0,
  uint32: 0,
  sint32: 0,
  enum: 0,
  int64: 0n,
  sint64: 0n,
  uint64: 0n,
  fixed64: 0n,
  sfixed64: 0n,
};

/** A message without anything in it. */
export function emptyOf(message: Message): Values {
  const values: Values = {};
  for (const { name, type, isRepeated, isOptional } of Object.values(message)) {
    if (isRepeated) values[name] = [];
    else if (!isOptional && typeof type === 'string') values[name] = zeros[type];
  }
  return values;
}
