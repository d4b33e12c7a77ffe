// Guest. wasi:clocks/wall-clock@0.2.10.

@external("wasi:clocks/wall-clock@0.2.10", "now")
declare function hostNow(result: usize): void;

/** record datetime { seconds: u64, nanoseconds: u32 }. */
const RESULT: usize = memory.data(16, 8);

/** Nanoseconds since 1970. */
export function now(): u64 {
  hostNow(RESULT);
  return load<u64>(RESULT) * 1_000_000_000 + load<u32>(RESULT, 8);
}
