// Guest. wasi:http/outgoing-handler@0.2.10 and the client's side of wasi:http/types@0.2.10.
import { Bytes } from '../../compiled/bytes.ts';
import { Pollable } from '../../compiled/poll.ts';
import { IncomingBody, OutgoingBody } from './bodies.ts';
import { Fields } from './fields.ts';
import { Method } from './http-server.ts';

@external("wasi:http/types@0.2.10", "[constructor]outgoing-request")
declare function hostNewRequest(headers: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-request.set-method")
declare function hostSetMethod(request: i32, tag: i32, text: usize, length: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-request.set-path-with-query")
declare function hostSetPath(request: i32, isSome: i32, text: usize, length: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-request.set-scheme")
declare function hostSetScheme(request: i32, isSome: i32, tag: i32, text: usize, length: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-request.set-authority")
declare function hostSetAuthority(request: i32, isSome: i32, text: usize, length: i32): i32;
@external("wasi:http/types@0.2.10", "[method]outgoing-request.body")
declare function hostBody(request: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]outgoing-request")
declare function hostDropRequest(request: i32): void;
@external("wasi:http/types@0.2.10", "[constructor]request-options")
declare function hostNewOptions(): i32;
@external("wasi:http/types@0.2.10", "[method]request-options.set-first-byte-timeout")
declare function hostSetFirstByteTimeout(options: i32, isSome: i32, nanoseconds: u64): i32;
@external("wasi:http/types@0.2.10", "[method]request-options.set-between-bytes-timeout")
declare function hostSetBetweenBytesTimeout(options: i32, isSome: i32, nanoseconds: u64): i32;
@external("wasi:http/outgoing-handler@0.2.10", "handle")
declare function hostHandle(request: i32, hasOptions: i32, options: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]future-incoming-response.subscribe")
declare function hostSubscribe(future: i32): i32;
@external("wasi:http/types@0.2.10", "[method]future-incoming-response.get")
declare function hostGet(future: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]future-incoming-response")
declare function hostDropFuture(future: i32): void;
@external("wasi:http/types@0.2.10", "[method]incoming-response.status")
declare function hostStatus(response: i32): i32;
@external("wasi:http/types@0.2.10", "[method]incoming-response.headers")
declare function hostHeaders(response: i32): i32;
@external("wasi:http/types@0.2.10", "[method]incoming-response.consume")
declare function hostConsume(response: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[resource-drop]incoming-response")
declare function hostDropResponse(response: i32): void;

/** Return area: option<result<result<incoming-response, error-code>>>, 56 bytes aligned to 8. */
const RESULT: usize = memory.data(56, 8);

/** The hosts' default ends a stream that is silent for ten minutes, which it would not be without us in between. */
const NEVER_NANOSECONDS: u64 = 365 * 86_400 * 1_000_000_000;

/** variant error-code: its cases in order. */
export enum ErrorCode {
  DnsTimeout,
  DnsError,
  DestinationNotFound,
  DestinationUnavailable,
  DestinationIpProhibited,
  DestinationIpUnroutable,
  ConnectionRefused,
  ConnectionTerminated,
  ConnectionTimeout,
  ConnectionReadTimeout,
  ConnectionWriteTimeout,
  ConnectionLimitReached,
  TlsProtocolError,
  TlsCertificateError,
  TlsAlertReceived,
  RequestDenied,
  RequestLengthRequired,
  RequestBodySize,
  RequestMethodInvalid,
  RequestUriInvalid,
  RequestUriTooLong,
  RequestHeaderSectionSize,
  RequestHeaderSize,
  RequestTrailerSectionSize,
  RequestTrailerSize,
  ResponseIncomplete,
  ResponseHeaderSectionSize,
  ResponseHeaderSize,
  ResponseBodySize,
  ResponseTrailerSectionSize,
  ResponseTrailerSize,
  ResponseTransferCoding,
  ResponseContentCoding,
  ResponseTimeout,
  UpgradeFailed,
  ProtocolError,
  LoopDetected,
  ConfigurationError,
  InternalError,
}

export class OutgoingRequest {
  private handle: i32;

  /** Takes the headers. */
  constructor(headers: Fields) {
    this.handle = hostNewRequest(headers.handle);
  }

  /** Empty path: none. False: the host does not take one of them. */
  address(method: Method, isSecure: bool, authority: Bytes, path: Bytes): bool {
    const refusals =
      hostSetMethod(this.handle, method.tag, method.text.start, method.text.length) |
      hostSetScheme(this.handle, 1, isSecure ? 1 : 0, 0, 0) |
      hostSetAuthority(this.handle, 1, authority.start, authority.length) |
      hostSetPath(this.handle, path.length > 0 ? 1 : 0, path.start, path.length);
    return refusals == 0;
  }

  /** Once. null: its headers give a length that is no number. */
  body(): OutgoingBody | null {
    hostBody(this.handle, RESULT);
    return load<u8>(RESULT) ? null : new OutgoingBody(load<i32>(RESULT, 4));
  }

  /** Sends the head; takes the request. null: refused at once, `errorCode` says why. */
  send(): FutureResponse | null {
    const options = hostNewOptions();
    hostSetFirstByteTimeout(options, 1, NEVER_NANOSECONDS);
    hostSetBetweenBytesTimeout(options, 1, NEVER_NANOSECONDS);
    hostHandle(this.handle, 1, options, RESULT);
    if (load<u8>(RESULT) == 0) return new FutureResponse(load<i32>(RESULT, 8));
    errorCode = <ErrorCode>load<u8>(RESULT, 8);
    return null;
  }

  drop(): void {
    hostDropRequest(this.handle);
  }
}

/** Why the last call found no response. */
export let errorCode: ErrorCode = ErrorCode.InternalError;

/** Ends with `response` when it is ready, or with `drop`. */
export class FutureResponse {
  readonly pollable: Pollable;

  constructor(private handle: i32) {
    this.pollable = new Pollable(hostSubscribe(handle));
  }

  /** Only when the pollable is ready. null: there is none, `errorCode` says why. */
  response(): IncomingResponse | null {
    hostGet(this.handle, RESULT);
    const isResponse = load<u8>(RESULT) == 1 && load<u8>(RESULT, 8) == 0 && load<u8>(RESULT, 16) == 0;
    const response = load<i32>(RESULT, 24);
    if (!isResponse) errorCode = <ErrorCode>load<u8>(RESULT, 24);
    this.drop();
    return isResponse ? new IncomingResponse(response) : null;
  }

  /** Nobody waits any more. */
  drop(): void {
    this.pollable.drop();
    hostDropFuture(this.handle);
  }
}

/** Ends with `drop`, after its body. */
export class IncomingResponse {
  readonly status: i32;

  constructor(private handle: i32) {
    this.status = hostStatus(handle);
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
    hostDropResponse(this.handle);
  }
}
