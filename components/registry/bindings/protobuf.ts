// Guest. The wire format of protocol buffers: fields by number, as https://protobuf.dev/programming-guides/encoding has
// it. A message is written into a buffer of its own first, for its length stands before it.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LENGTH: u32 = 2;

@inline function tag(writer: Writer, field: u32, wireType: u32): void {
  writer.varint((field << 3) | wireType);
}

/** uint32, uint64, int64 that is not negative, enum. */
export function writeUint(writer: Writer, field: u32, value: u64): void {
  tag(writer, field, VARINT);
  writer.varint(value);
}

/** sint32, sint64. */
export function writeSint(writer: Writer, field: u32, value: i64): void {
  tag(writer, field, VARINT);
  writer.varint(<u64>((value << 1) ^ (value >> 63)));
}

export function writeDouble(writer: Writer, field: u32, value: f64): void {
  tag(writer, field, FIXED64);
  writer.f64(value);
}

/** string, bytes, message. */
export function writeBytes(writer: Writer, field: u32, value: Bytes): void {
  tag(writer, field, LENGTH);
  writer.prefixed(value);
}
