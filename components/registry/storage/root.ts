// Guest. The root key's value: 8 bytes that name the current body; 0 before the first.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';

/** Of a value of 8 bytes. */
export function rootId(value: Bytes): u64 {
  return value.u64At(0);
}

export function rootValue(id: u64): Bytes {
  const writer = new Writer(8);
  writer.u64(id);
  return writer.bytes;
}

export function rootLengthError(value: Bytes): string {
  return `it has ${value.length} bytes, 8 expected: something else wrote it; delete the key to count from zero`;
}
