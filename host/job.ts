// Node, main thread. One request to one component, whoever made it: a client or another component.
import type { Consumer, Producer } from './bodies.ts';
import type { CallFailure, CallOptions, ComponentImage, HeaderEntry, RequestHead } from './protocol.ts';

export interface Responder {
  /** The guest answered. `body` tells it how far the returned consumer is. */
  head(status: number, headers: HeaderEntry[], body: Producer): Consumer;
  /** There will be no answer; whoever calls this has logged why. 503: too much is going on. */
  fail(status: 500 | 503): void;
}

export interface Job {
  component: ComponentImage;
  request: RequestHead;
  /** Starts the body; without it there is none. */
  startBody?: (to: Consumer) => Producer;
  responder: Responder;
}

/** What an outbound call of a guest reports to. */
export interface CallReceiver {
  /** The response's head; its body goes to the returned consumer, which is told by `body`. */
  response(status: number, headers: HeaderEntry[], body: Producer): Consumer;
  failure(failure: CallFailure): void;
}

export interface OutboundCall {
  request: RequestHead;
  options: CallOptions;
  /** Tells the guest how far the request body is. */
  body: Producer;
  receiver: CallReceiver;
}

export interface StartedCall {
  /** Takes the request body. */
  body: Consumer;
  /** Nobody wants the response. */
  abort(): void;
}

export type StartCall = (call: OutboundCall) => StartedCall;
