// Guest. wasi:clocks/monotonic-clock@0.2.10.
import { Pollable } from './poll.ts';

@external("wasi:clocks/monotonic-clock@0.2.10", "subscribe-duration")
declare function hostSubscribeDuration(nanoseconds: u64): i32;

/** Nanoseconds since some moment. */
@external("wasi:clocks/monotonic-clock@0.2.10", "now")
export declare function monotonicNow(): u64;

/** A pollable that is ready after so many nanoseconds. */
export function subscribeDuration(nanoseconds: u64): Pollable {
  return new Pollable(hostSubscribeDuration(nanoseconds));
}
