// Guest. wasi:io/streams@0.2.10. A stream is a child of its body: it is dropped first, and its pollables before it.
import { Bytes } from '../../compiled/bytes.ts';
import { Pollable } from '../../compiled/poll.ts';

@external("wasi:io/streams@0.2.10", "[method]input-stream.read")
declare function hostRead(stream: i32, length: u64, result: usize): void;
@external("wasi:io/streams@0.2.10", "[method]input-stream.subscribe")
declare function hostSubscribeInput(stream: i32): i32;
@external("wasi:io/streams@0.2.10", "[resource-drop]input-stream")
declare function hostDropInput(stream: i32): void;
@external("wasi:io/streams@0.2.10", "[method]output-stream.check-write")
declare function hostCheckWrite(stream: i32, result: usize): void;
@external("wasi:io/streams@0.2.10", "[method]output-stream.write")
declare function hostWrite(stream: i32, start: usize, length: i32, result: usize): void;
@external("wasi:io/streams@0.2.10", "[method]output-stream.splice")
declare function hostSplice(stream: i32, source: i32, length: u64, result: usize): void;
@external("wasi:io/streams@0.2.10", "[method]output-stream.subscribe")
declare function hostSubscribeOutput(stream: i32): i32;
@external("wasi:io/streams@0.2.10", "[resource-drop]output-stream")
declare function hostDropOutput(stream: i32): void;
@external("wasi:io/error@0.2.10", "[method]error.to-debug-string")
declare function hostErrorText(error: i32, result: usize): void;
@external("wasi:io/error@0.2.10", "[resource-drop]error")
declare function hostDropError(error: i32): void;

/** Return area: the largest result here is result<u64, stream-error>, 16 bytes. */
const RESULT: usize = memory.data(16, 8);
const TEXT: usize = memory.data(8, 4);

/** What a stream's call can say beside a number of bytes. */
export enum StreamEnd {
  None,
  /** The end of an input, or nobody takes an output any more. */
  Closed,
  Failed,
}

/** How the last call on any stream ended. */
export let streamEnd: StreamEnd = StreamEnd.None;

let faultStart: usize = 0;
let faultLength: i32 = 0;

/** After `Failed`: the host's words, for the log. */
export function streamFault(): string {
  return String.UTF8.decodeUnsafe(faultStart, faultLength);
}

/** variant stream-error { last-operation-failed(error), closed } at an address. */
function liftError(at: usize): void {
  if (load<u8>(at) == 1) {
    streamEnd = StreamEnd.Closed;
    return;
  }
  streamEnd = StreamEnd.Failed;
  const error = load<i32>(at, 4);
  hostErrorText(error, TEXT);
  faultStart = load<u32>(TEXT);
  faultLength = load<i32>(TEXT, 4);
  hostDropError(error);
}

export class InputStream {
  constructor(readonly handle: i32) {}

  /** What is there, at most `length` bytes; empty when nothing is there yet, and at the end (`streamEnd`). */
  read(length: u64): Bytes {
    hostRead(this.handle, length, RESULT);
    streamEnd = StreamEnd.None;
    if (load<u8>(RESULT) == 0) return new Bytes(load<u32>(RESULT, 4), load<i32>(RESULT, 8));
    liftError(RESULT + 4);
    return Bytes.empty();
  }

  subscribe(): Pollable {
    return new Pollable(hostSubscribeInput(this.handle));
  }

  drop(): void {
    hostDropInput(this.handle);
  }
}

export class OutputStream {
  constructor(readonly handle: i32) {}

  /** How many bytes it takes now; 0 also when it has ended (`streamEnd`). */
  room(): u64 {
    hostCheckWrite(this.handle, RESULT);
    return this.count();
  }

  /** At most as many bytes as there is room for. */
  write(bytes: Bytes): void {
    hostWrite(this.handle, bytes.start, bytes.length, RESULT);
    streamEnd = StreamEnd.None;
    if (load<u8>(RESULT)) liftError(RESULT + 4);
  }

  /**
   * Moves what is there, at most `length` bytes, without a copy in this memory. 0: the source has nothing yet, there is
   * no room, or one of them has ended: the host does not say which.
   */
  splice(source: InputStream, length: u64): u64 {
    hostSplice(this.handle, source.handle, length, RESULT);
    return this.count();
  }

  private count(): u64 {
    streamEnd = StreamEnd.None;
    if (load<u8>(RESULT) == 0) return load<u64>(RESULT, 8);
    liftError(RESULT + 8);
    return 0;
  }

  subscribe(): Pollable {
    return new Pollable(hostSubscribeOutput(this.handle));
  }

  drop(): void {
    hostDropOutput(this.handle);
  }
}
