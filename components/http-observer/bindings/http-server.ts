// Guest. wasi:http/types@0.2.10, the server's side: the request that came in and the answer to it.
import { Bytes } from '../../compiled/bytes.ts';
import { IncomingBody, OutgoingBody } from './bodies.ts';
import { Fields } from './fields.ts';

@external("wasi:http/types@0.2.10", "[method]incoming-request.method")
declare function hostMethod(request: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]incoming-request.path-with-query")
declare function hostPath(request: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]incoming-request.authority")
declare function hostAuthority(request: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]incoming-request.headers")
declare function hostHeaders(request: i32): i32;
@external("wasi:http/types@0.2.10", "[method]incoming-request.consume")
declare function hostConsume(request: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]incoming-request")
declare function hostDropRequest(request: i32): void;
@external("wasi:http/types@0.2.10", "[constructor]outgoing-response")
declare function hostNewResponse(headers: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-response.set-status-code")
declare function hostSetStatus(response: i32, status: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-response.body")
declare function hostBody(response: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[static]response-outparam.set")
declare function hostSet(
  outparam: i32, isError: i32, response: i32, b: i32, c: i64, d: i32, e: i32, f: i32, g: i32,
): void;

/** Return area: option<string>, 12 bytes. */
const RESULT: usize = memory.data(12, 4);

/** variant method: its cases in order; the last one carries a text. */
const METHODS: StaticArray<string> = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** variant method { get, head, … other(string) }. */
export class Method {
  constructor(
    readonly tag: i32,
    /** As it was sent. */
    readonly text: Bytes,
  ) {}

  get isHead(): bool {
    return this.tag == 1;
  }

  get isPost(): bool {
    return this.tag == 2;
  }
}

/** Ends with `drop`. */
export class IncomingRequest {
  constructor(private handle: i32) {}

  method(): Method {
    hostMethod(this.handle, RESULT);
    const tag = <i32>load<u8>(RESULT);
    const text = tag < METHODS.length ? Bytes.of(METHODS[tag]) : new Bytes(load<u32>(RESULT, 4), load<i32>(RESULT, 8));
    return new Method(tag, text);
  }

  /** Empty where the request has none. */
  pathWithQuery(): Bytes {
    hostPath(this.handle, RESULT);
    return optionalText();
  }

  /** Empty where the request has none. */
  authority(): Bytes {
    hostAuthority(this.handle, RESULT);
    return optionalText();
  }

  headers(): Fields {
    return new Fields(hostHeaders(this.handle));
  }

  /** Once. */
  body(): IncomingBody {
    hostConsume(this.handle, RESULT);
    return new IncomingBody(load<i32>(RESULT, 4));
  }

  drop(): void {
    hostDropRequest(this.handle);
  }
}

function optionalText(): Bytes {
  return load<u8>(RESULT) ? new Bytes(load<u32>(RESULT, 4), load<i32>(RESULT, 8)) : Bytes.empty();
}

export class OutgoingResponse {
  readonly handle: i32;

  /** Takes the headers. The status is one that came from a response. */
  constructor(status: i32, headers: Fields) {
    this.handle = hostNewResponse(headers.handle);
    hostSetStatus(this.handle, status);
  }

  /** Once. null: its headers give a length that is no number. */
  body(): OutgoingBody | null {
    hostBody(this.handle, RESULT);
    return load<u8>(RESULT) ? null : new OutgoingBody(load<i32>(RESULT, 4));
  }
}

/** Sends the head, and what of the body has been written. Takes both. */
export function answer(outparam: i32, response: OutgoingResponse): void {
  hostSet(outparam, 0, response.handle, 0, 0, 0, 0, 0, 0);
}
