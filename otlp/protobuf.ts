// Guest and Node. Messages in protobuf's binary form. The wire format is the library's; which fields there are is a table's.
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { emptyOf, type Field, type Message, maxDepth, OtlpError, type Scalar, type Values } from './message.ts';

/** Throws an OtlpError on what is no such message. Fields that the table does not know are skipped. */
export function decodeProtobuf(message: Message, bytes: Uint8Array): Values {
  try {
    return readMessage(new BinaryReader(bytes), bytes.length, message, 0);
  } catch (error) {
    throw new OtlpError(`the body is no protobuf message of this kind: ${(error as Error).message}`);
  }
}

function readMessage(reader: BinaryReader, length: number, message: Message, depth: number): Values {
  if (depth > maxDepth) throw new Error(`messages are nested deeper than ${maxDepth}`);
  const end = reader.pos + length;
  if (end > reader.len) throw new Error('it ends too early');
  const values = emptyOf(message);
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    if (!field) reader.skip(wireType, number);
    else readField(reader, field, wireType, values, depth);
  }
  if (reader.pos !== end) throw new Error('a field is longer than its message');
  return values;
}

function readField(reader: BinaryReader, field: Field, wireType: WireType, values: Values, depth: number): void {
  const { name, type, isRepeated } = field;
  if (typeof type === 'string' && isRepeated && wireType === WireType.LengthDelimited && isPackable(type)) {
    const end = reader.uint32() + reader.pos;
    const list = values[name] as unknown[];
    while (reader.pos < end) list.push(readers[type](reader));
    return;
  }
  const expected = typeof type === 'string' ? wireTypes[type] : WireType.LengthDelimited;
  if (wireType !== expected) throw new Error(`field ${name} has wire type ${wireType}, expected ${expected}`);
  const value =
    typeof type === 'string' ? readers[type](reader) : readMessage(reader, reader.uint32(), type(), depth + 1);
  if (isRepeated) (values[name] as unknown[]).push(value);
  else values[name] = value;
}

/** What is absent, and what is zero and not optional, is left out. */
export function encodeProtobuf(message: Message, values: Values): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, message, values);
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, message: Message, values: Values): void {
  for (const [number, field] of Object.entries(message)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (!field.isRepeated) writeField(writer, Number(number), field, value);
    else if (typeof field.type === 'string' && isPackable(field.type))
      writePacked(writer, Number(number), field, value);
    else
      for (const item of value as unknown[]) writeField(writer, Number(number), { ...field, isOptional: true }, item);
  }
}

function writePacked(writer: BinaryWriter, number: number, { type }: Field, value: unknown): void {
  if ((value as unknown[]).length === 0) return;
  writer.tag(number, WireType.LengthDelimited).fork();
  for (const item of value as unknown[]) writers[type as Scalar](writer, item as never);
  writer.join();
}

function writeField(writer: BinaryWriter, number: number, { type, isOptional }: Field, value: unknown): void {
  if (typeof type !== 'string') {
    writer.tag(number, WireType.LengthDelimited).fork();
    writeMessage(writer, type(), value as Values);
    writer.join();
    return;
  }
  if (!isOptional && (!value || (value as Uint8Array).length === 0)) return;
  writer.tag(number, wireTypes[type]);
  writers[type](writer, value as never);
}

const isPackable = (type: Scalar) => type !== 'string' && type !== 'bytes';

const { Varint, Bit64, LengthDelimited } = WireType;

const wireTypes: Record<Scalar, WireType> = {
  string: LengthDelimited,
  bool: Varint,
  bytes: LengthDelimited,
  double: Bit64,
  uint32: Varint,
  sint32: Varint,
  enum: Varint,
  int64: Varint,
  sint64: Varint,
  uint64: Varint,
  fixed64: Bit64,
  sfixed64: Bit64,
};

const readers: Record<Scalar, (reader: BinaryReader) => unknown> = {
  string: (reader) => reader.string(),
  bool: (reader) => reader.bool(),
  bytes: (reader) => reader.bytes(),
  double: (reader) => reader.double(),
  uint32: (reader) => reader.uint32(),
  sint32: (reader) => reader.sint32(),
  enum: (reader) => reader.int32(),
  int64: (reader) => BigInt(reader.int64()),
  sint64: (reader) => BigInt(reader.sint64()),
  uint64: (reader) => BigInt(reader.uint64()),
  fixed64: (reader) => BigInt(reader.fixed64()),
  sfixed64: (reader) => BigInt(reader.sfixed64()),
};

const writers: Record<Scalar, (writer: BinaryWriter, value: never) => void> = {
  string: (writer, value) => writer.string(value),
  bool: (writer, value) => writer.bool(value),
  bytes: (writer, value) => writer.bytes(value),
  double: (writer, value) => writer.double(value),
  uint32: (writer, value) => writer.uint32(value),
  sint32: (writer, value) => writer.sint32(value),
  enum: (writer, value) => writer.int32(value),
  int64: (writer, value) => writer.int64(value),
  sint64: (writer, value) => writer.sint64(value),
  uint64: (writer, value) => writer.uint64(value),
  fixed64: (writer, value) => writer.fixed64(value),
  sfixed64: (writer, value) => writer.sfixed64(value),
};
