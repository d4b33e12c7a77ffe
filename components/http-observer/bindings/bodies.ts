// Guest. wasi:http/types@0.2.10, bodies. Dropping one before its end tells the other side that it broke off.
import { InputStream, OutputStream } from './streams.ts';

@external("wasi:http/types@0.2.10", "[method]incoming-body.stream")
declare function hostInputStream(body: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]incoming-body")
declare function hostDropIncoming(body: i32): void;
@external("wasi:http/types@0.2.10", "[method]outgoing-body.write")
declare function hostOutputStream(body: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[static]outgoing-body.finish")
declare function hostFinish(body: i32, hasTrailers: i32, trailers: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]outgoing-body")
declare function hostDropOutgoing(body: i32): void;

/** Return area: the largest result here is result<_, error-code>, 40 bytes. */
const RESULT: usize = memory.data(40, 8);

/** A body and its stream, from the other side. Ends with `drop`. */
export class IncomingBody {
  readonly stream: InputStream;

  constructor(private handle: i32) {
    hostInputStream(handle, RESULT);
    this.stream = new InputStream(load<i32>(RESULT, 4));
  }

  drop(): void {
    this.stream.drop();
    hostDropIncoming(this.handle);
  }
}

/** A body and its stream, to the other side. Ends with `finish` or `abort`. */
export class OutgoingBody {
  readonly stream: OutputStream;

  constructor(private handle: i32) {
    hostOutputStream(handle, RESULT);
    this.stream = new OutputStream(load<i32>(RESULT, 4));
  }

  /** False: it has another length than its headers say; the other side is told so. */
  finish(): bool {
    this.stream.drop();
    hostFinish(this.handle, 0, 0, RESULT);
    return load<u8>(RESULT) == 0;
  }

  abort(): void {
    this.stream.drop();
    hostDropOutgoing(this.handle);
  }
}
