// Guest. The bucket of a native histogram that a value belongs to. Bucket i of schema 3 ends at 2^(i/8), inclusively;
// the indexes of negative values are those of their absolute values. Stored as a key of 16 bits: the index plus an
// offset, with the highest bit set for negative values.

/** Every value this close to 0 is in the zero bucket: Prometheus' own default, 2^-128. */
export const ZERO_THRESHOLD: f64 = 2.938735877055719e-39;

/** Where the eight buckets between one half and 1 begin. */
const EIGHTHS: StaticArray<f64> = [
  0.5, 0.5452538663326288, 0.5946035575013605, 0.6484197773255048, 0.7071067811865475, 0.7711054127039704,
  0.8408964152537144, 0.9170040432046712,
];

/** Of the smallest and the largest finite number. */
export const MIN_INDEX: i32 = -8591;
export const MAX_INDEX: i32 = 8192;

const INDEX_OFFSET: i32 = 16384;
const NEGATIVE: i32 = 0x8000;

/** Of a finite value that is not in the zero bucket. */
export function nativeKeyOf(value: f64): i32 {
  return keyOf(indexOf(Math.abs(value)), value < 0);
}

export function keyOf(index: i32, isNegative: bool): i32 {
  return (index + INDEX_OFFSET) | (isNegative ? NEGATIVE : 0);
}

export function isNegativeKey(key: i32): bool {
  return (key & NEGATIVE) !== 0;
}

export function indexOfKey(key: i32): i32 {
  return (key & ~NEGATIVE) - INDEX_OFFSET;
}

/** The bucket of the next coarser schema that holds this one. */
export function coarserKey(key: i32): i32 {
  return keyOf(((indexOfKey(key) - 1) >> 1) + 1, isNegativeKey(key));
}

/** Of a positive finite value. */
function indexOf(value: f64): i32 {
  const bits = reinterpret<u64>(value);
  let exponent = <i32>(bits >> 52) - 1022;
  let fraction: f64;
  if (exponent === -1022) {
    // too small for the usual form: 2^54 times as much is not
    const scaled = reinterpret<u64>(value * 18014398509481984);
    exponent = <i32>(scaled >> 52) - 1022 - 54;
    fraction = fractionOf(scaled);
  } else {
    fraction = fractionOf(bits);
  }
  let at = 0;
  while (at < 8 && fraction > EIGHTHS[at]) at++;
  return at + (exponent - 1) * 8;
}

/** From one half to 1, 1 excluded. */
function fractionOf(bits: u64): f64 {
  return reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3fe0_0000_0000_0000);
}
