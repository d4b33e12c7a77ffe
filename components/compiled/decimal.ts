// Guest. Numbers as the text format writes them: the shortest digits that read back as the same number, no `.0`.
import { dtoa_buffered } from 'util/number';
import { Writer } from './writer.ts';

/** The language's own conversion writes UTF-16, at most 28 characters. */
const SCRATCH: usize = memory.data(64, 8);

export function writeU64(writer: Writer, value: u64): void {
  let at: usize = SCRATCH + 64;
  let high = value;
  while (high > <u64>u32.MAX_VALUE) {
    at--;
    store<u8>(at, 48 + <u8>(high % 10));
    high /= 10;
  }
  // most numbers are small, and 32 bits divide faster
  let rest = <u32>high;
  do {
    at--;
    store<u8>(at, 48 + <u8>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  writer.memory(at, <i32>(SCRATCH + 64 - at));
}

export function writeF64(writer: Writer, value: f64): void {
  if (value != value) {
    writer.ascii('NaN');
  } else if (value == Infinity) {
    writer.ascii('+Inf');
  } else if (value == -Infinity) {
    writer.ascii('-Inf');
  } else if (value >= 0 && value < 9007199254740992 && trunc(value) == value) {
    writeU64(writer, <u64>value);
  } else {
    let length = <i32>dtoa_buffered(SCRATCH, value);
    for (let i = 0; i < length; i++) store<u8>(SCRATCH + i, load<u8>(SCRATCH + ((<usize>i) << 1)));
    const isWhole = length > 2 && load<u8>(SCRATCH + length - 1) == 48 && load<u8>(SCRATCH + length - 2) == 46;
    if (isWhole) length -= 2;
    writer.memory(SCRATCH, length);
  }
}
