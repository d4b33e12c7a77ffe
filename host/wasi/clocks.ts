// Worker. wasi:clocks. The monotonic clock is performance.now() in nanoseconds, so that deadlines and waits agree.
import { link } from '../worker/current.ts';
import { Pollable } from './poll.ts';

const nanosecondsPerMillisecond = 1e6;

function nowNanoseconds(): bigint {
  return BigInt(Math.round(performance.now() * nanosecondsPerMillisecond));
}

function timer(deadlineMs: number): Pollable {
  return new Pollable(() => performance.now() >= deadlineMs, deadlineMs);
}

export const monotonicClock = {
  now(): bigint {
    link().beat();
    return nowNanoseconds();
  },
  resolution: (): bigint => 1000n,
  subscribeInstant: (when: bigint): Pollable => timer(Number(when) / nanosecondsPerMillisecond),
  subscribeDuration: (duration: bigint): Pollable =>
    timer(performance.now() + Number(duration) / nanosecondsPerMillisecond),
};

export const wallClock = {
  now(): { seconds: bigint; nanoseconds: number } {
    link().beat();
    // Finer than Date.now(), and as right: timeOrigin is the epoch time of performance.now() = 0.
    const milliseconds = performance.timeOrigin + performance.now();
    const seconds = Math.floor(milliseconds / 1000);
    const nanoseconds = Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * nanosecondsPerMillisecond));
    return { seconds: BigInt(seconds), nanoseconds };
  },
  resolution: (): { seconds: bigint; nanoseconds: number } => ({ seconds: 0n, nanoseconds: 1000 }),
};
