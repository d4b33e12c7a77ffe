// Worker. The worker's ends of body streams: what arrives from the main thread, and what goes to it.
import { creditStepBytes, type HeaderEntry, type HttpError, windowBytes } from '../protocol.ts';
import type { Link } from './link.ts';

/** A body that arrives. Reads take what is there; whoever finds nothing waits for `isReady`. */
export class InboundBody {
  readonly #link: Link;
  readonly #stream: number;
  #chunks: Uint8Array[] = [];
  #unacknowledgedBytes = 0;
  ended = false;
  failure: HttpError | undefined;
  trailers: HeaderEntry[] | undefined;

  constructor(link: Link, stream: number, hasBody: boolean) {
    this.#link = link;
    this.#stream = stream;
    this.ended = !hasBody;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** True when a read would find bytes, the end or a failure. */
  isReady(): boolean {
    return this.#chunks.length > 0 || this.ended || this.failure !== undefined;
  }

  isDrained(): boolean {
    return this.#chunks.length === 0;
  }

  /** At most `maxBytes`; empty when nothing is there yet. */
  read(maxBytes: number): Uint8Array {
    const first = this.#chunks[0];
    if (first === undefined || maxBytes === 0) return new Uint8Array();
    const taken = first.length <= maxBytes ? first : first.subarray(0, maxBytes);
    if (taken === first) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(maxBytes);
    this.#acknowledge(taken.length);
    return taken;
  }

  /** The guest does not want the rest. */
  cancel(): void {
    const unfinished = !this.ended && this.failure === undefined;
    this.#chunks = [];
    this.ended = true;
    if (unfinished) this.#link.post({ type: 'gone', stream: this.#stream });
  }

  #acknowledge(bytes: number): void {
    this.#unacknowledgedBytes += bytes;
    if (this.ended || this.#unacknowledgedBytes < creditStepBytes) return;
    this.#link.post({ type: 'credit', stream: this.#stream, bytes: this.#unacknowledgedBytes });
    this.#unacknowledgedBytes = 0;
    this.#link.flush();
  }
}

/** A body that is sent. */
export class OutboundBody {
  readonly #link: Link;
  readonly #stream: number;
  /** Nothing may be sent before the head; until then chunks are kept here. */
  #early: Uint8Array[] | undefined = [];
  #outstandingBytes = 0;
  #finished = false;
  /** Nobody reads it any more: writes fail. */
  gone = false;
  #trailers: HeaderEntry[] | undefined;
  #failure: HttpError | undefined;

  constructor(link: Link, stream: number) {
    this.#link = link;
    this.#stream = stream;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Bytes that may be written now. */
  permit(): number {
    return Math.max(0, windowBytes - this.#outstandingBytes);
  }

  /**
   * A flush is done when there is room again: the bytes are on their way, and waiting until each one has left
   * would cost every response a round trip. Backpressure comes from the window.
   */
  isFlushed(): boolean {
    return this.gone || this.permit() > 0 || this.#early !== undefined;
  }

  credit(bytes: number): void {
    this.#outstandingBytes -= bytes;
  }

  /** `chunk` must own its buffer. */
  write(chunk: Uint8Array): void {
    if (this.gone || this.#finished || chunk.length === 0) return;
    this.#outstandingBytes += chunk.length;
    if (this.#early) this.#early.push(chunk);
    else this.#link.post({ type: 'data', stream: this.#stream, chunk });
  }

  /** The head is out: chunks may follow. */
  open(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const chunk of early) this.#link.post({ type: 'data', stream: this.#stream, chunk });
    if (this.#finished) this.#sendEnd();
  }

  end(trailers?: HeaderEntry[]): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#trailers = trailers;
    if (!this.#early) this.#sendEnd();
  }

  fail(error: HttpError): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#failure = error;
    if (!this.#early) this.#sendEnd();
  }

  #sendEnd(): void {
    if (this.gone) return;
    if (this.#failure) this.#link.post({ type: 'fail', stream: this.#stream, error: this.#failure });
    else this.#link.post({ type: 'end', stream: this.#stream, ...(this.#trailers && { trailers: this.#trailers }) });
    this.#link.flush();
  }
}
