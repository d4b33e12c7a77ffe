// Guest. wasi:io/poll@0.2.10.

@external("wasi:io/poll@0.2.10", "[method]pollable.ready")
declare function hostReady(pollable: i32): i32;
@external("wasi:io/poll@0.2.10", "[method]pollable.block")
declare function hostBlock(pollable: i32): void;
@external("wasi:io/poll@0.2.10", "[resource-drop]pollable")
declare function hostDrop(pollable: i32): void;

/** Ends with `drop`. */
export class Pollable {
  constructor(private handle: i32) {}

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
