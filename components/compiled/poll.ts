// Guest. wasi:io/poll@0.2.10.
import { mark, release } from './arena.ts';

@external("wasi:io/poll@0.2.10", "[method]pollable.ready")
declare function hostReady(pollable: i32): i32;
@external("wasi:io/poll@0.2.10", "[method]pollable.block")
declare function hostBlock(pollable: i32): void;
@external("wasi:io/poll@0.2.10", "[resource-drop]pollable")
declare function hostDrop(pollable: i32): void;
@external("wasi:io/poll@0.2.10", "poll")
declare function hostPoll(pollables: usize, count: i32, result: usize): void;

const HANDLES: usize = memory.data(12, 4);
/** Return area: list<u32>, 8 bytes. */
const RESULT: usize = memory.data(8, 4);

/** Ends with `drop`. */
export class Pollable {
  constructor(readonly handle: i32) {}

  ready(): bool {
    return hostReady(this.handle) != 0;
  }

  block(): void {
    hostBlock(this.handle);
  }

  drop(): void {
    hostDrop(this.handle);
  }
}

/** Blocks until one of them is ready; which, they say themselves. Leaves nothing in memory. */
export function blockOnAny(first: Pollable, second: Pollable | null, third: Pollable | null): void {
  store<i32>(HANDLES, first.handle);
  let end = HANDLES + 4;
  if (second !== null) {
    store<i32>(end, second.handle);
    end += 4;
  }
  if (third !== null) {
    store<i32>(end, third.handle);
    end += 4;
  }
  const place = mark();
  hostPoll(HANDLES, <i32>((end - HANDLES) >> 2), RESULT);
  release(place);
}
