// Worker. wasi:http bodies: resources around the two ends of a stream.
import { job } from '../worker/current.ts';
import type { InboundBody, OutboundBody } from '../worker/streams.ts';
import { Fields } from './http-fields.ts';
import { IoError } from './io-error.ts';
import { Pollable } from './poll.ts';
import { closedStream, failedStream, InputStream, OutputStream } from './streams.ts';
import { dispose, type Result, WitError } from './values.ts';

export class IncomingBody {
  readonly #body: InboundBody;
  #taken = false;
  #finished = false;

  constructor(body: InboundBody) {
    this.#body = body;
  }

  stream(): InputStream {
    if (this.#taken) throw new WitError();
    this.#taken = true;
    const body = this.#body;
    return new InputStream({
      read: (maxBytes) => {
        const chunk = body.read(maxBytes);
        if (chunk.length > 0 || !body.isReady() || maxBytes === 0) return chunk;
        if (body.failure) throw failedStream(new IoError(`the body failed: ${body.failure.tag}`, body.failure));
        throw closedStream();
      },
      isReady: () => body.isReady(),
    });
  }

  static finish(body: IncomingBody): FutureTrailers {
    body.#finished = true;
    return new FutureTrailers(body.#body);
  }

  [dispose](): void {
    // Whoever drops a body without finishing it does not want the rest. `finish` may still want the trailers.
    if (!this.#finished) this.#body.cancel();
  }
}

export class FutureTrailers {
  readonly #body: InboundBody;
  #taken = false;

  constructor(body: InboundBody) {
    this.#body = body;
  }

  subscribe(): Pollable {
    return new Pollable(() => this.#isReady());
  }

  get(): Result<Result<Fields | undefined, unknown>, undefined> | undefined {
    if (!this.#isReady()) return undefined;
    if (this.#taken) return { tag: 'err', val: undefined };
    this.#taken = true;
    const { failure, trailers } = this.#body;
    if (failure) return { tag: 'ok', val: { tag: 'err', val: failure } };
    const fields = trailers && trailers.length > 0 ? Fields.of(trailers, true) : undefined;
    return { tag: 'ok', val: { tag: 'ok', val: fields } };
  }

  #isReady(): boolean {
    return this.#body.ended || this.#body.failure !== undefined;
  }

  [dispose](): void {
    this.#body.cancel();
  }
}

export class OutgoingBody {
  readonly #body: OutboundBody;
  readonly #expectedBytes: number | undefined;
  #writtenBytes = 0;
  #taken = false;

  /** `expectedBytes`: the content-length, when the guest gave one. */
  constructor(body: OutboundBody, expectedBytes: number | undefined) {
    this.#body = body;
    this.#expectedBytes = expectedBytes;
  }

  write(): OutputStream {
    if (this.#taken) throw new WitError();
    this.#taken = true;
    return new OutputStream({
      permit: () => {
        if (this.#body.gone || this.#body.finished) throw closedStream();
        return this.#body.permit();
      },
      write: (chunk) => {
        this.#writtenBytes += chunk.length;
        this.#body.write(chunk);
      },
      isFlushed: () => this.#body.isFlushed(),
    });
  }

  static finish(body: OutgoingBody, trailers: Fields | undefined): void {
    job();
    const expected = body.#expectedBytes;
    if (expected !== undefined && expected !== body.#writtenBytes) {
      const error = { tag: 'HTTP-request-body-size', val: BigInt(body.#writtenBytes) };
      body.#body.fail(error);
      throw new WitError(error);
    }
    body.#body.end(trailers?.list());
  }

  [dispose](): void {
    this.#body.fail({ tag: 'internal-error', val: 'the guest dropped the body without finishing it' });
  }
}

/** For a message whose body the guest never asked for: it is empty. */
export function contentLength(headers: Fields): number | undefined {
  const text = headers.list().find(([name]) => name === 'content-length')?.[1];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
