// Guest. W3C trace context: the header `traceparent`, `00-<trace id>-<span id>-<flags>` in lower case.
import { Bytes } from '../compiled/bytes.ts';
import { randomU64 } from '../compiled/random.ts';

const LENGTH: i32 = 55;
const DASH: u8 = 45;

/** Whether a header can be read: all parts in their places, neither id all zeros. */
export function isTraceparent(text: Bytes): bool {
  if (text.length !== LENGTH || text.at(2) !== DASH || text.at(35) !== DASH || text.at(52) !== DASH) return false;
  return (
    isHex(text.slice(0, 2)) &&
    isHex(text.slice(3, 35)) &&
    isHex(text.slice(36, 52)) &&
    isHex(text.slice(53, 55)) &&
    !isZero(text.slice(3, 35)) &&
    !isZero(text.slice(36, 52))
  );
}

export function traceIdOf(traceparent: Bytes): Bytes {
  return traceparent.slice(3, 35);
}

export function spanIdOf(traceparent: Bytes): Bytes {
  return traceparent.slice(36, 52);
}

/** Whether somebody records the trace. */
export function isSampled(traceparent: Bytes): bool {
  return (digit(traceparent.at(54)) & 1) === 1;
}

/** A trace that begins here. Sampled, as the usual sampler would have it: without a parent it records. */
export function newTraceparent(): Bytes {
  const start = heap.alloc(LENGTH);
  store<u8>(start, 48);
  store<u8>(start + 1, 48);
  store<u8>(start + 2, DASH);
  writeHex(start + 3, randomU64());
  writeHex(start + 19, randomU64() | 1);
  store<u8>(start + 35, DASH);
  writeHex(start + 36, randomU64() | 1);
  store<u8>(start + 52, DASH);
  store<u8>(start + 53, 48);
  store<u8>(start + 54, 49);
  return new Bytes(start, LENGTH);
}

function writeHex(at: usize, value: u64): void {
  for (let i: usize = 0; i < 16; i++) {
    const nibble = <u8>((value >> (60 - 4 * i)) & 15);
    store<u8>(at + i, nibble < 10 ? 48 + nibble : 87 + nibble);
  }
}

function isHex(text: Bytes): bool {
  for (let i = 0; i < text.length; i++) if (digit(text.at(i)) < 0) return false;
  return true;
}

/** -1: not one. */
function digit(byte: u8): i32 {
  if (byte >= 48 && byte <= 57) return byte - 48;
  return byte >= 97 && byte <= 102 ? byte - 87 : -1;
}

function isZero(text: Bytes): bool {
  for (let i = 0; i < text.length; i++) if (text.at(i) !== 48) return false;
  return true;
}
