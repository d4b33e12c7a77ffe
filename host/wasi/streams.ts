// Worker. wasi:io/streams over an abstract source or sink. One class each, because the bindings know
// streams by class: what differs between a body and stdout is what is plugged in.
import { link } from '../worker/current.ts';
import type { IoError } from './io-error.ts';
import { Pollable } from './poll.ts';
import { dispose, Trap, WitError } from './values.ts';

const maxReadBytes = 64 * 1024;

export interface Source {
  /** At most `maxBytes`; empty when nothing is there yet. Throws a WitError at the end or on failure. */
  read(maxBytes: number): Uint8Array;
  isReady(): boolean;
  close?(): void;
}

export interface Sink {
  /** Bytes that may be written now. Throws a WitError when nobody takes them any more. */
  permit(): number;
  /** `chunk` is the sink's to keep. */
  write(chunk: Uint8Array): void;
  isFlushed(): boolean;
  close?(): void;
}

export function closedStream(): WitError {
  return new WitError({ tag: 'closed' });
}

export function failedStream(error: IoError): WitError {
  return new WitError({ tag: 'last-operation-failed', val: error });
}

export class InputStream {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  read(length: bigint): Uint8Array {
    link().beat();
    link().drain();
    return this.#source.read(Math.min(Number(length), maxReadBytes));
  }

  blockingRead(length: bigint): Uint8Array {
    if (length > 0n) this.subscribe().block();
    return this.read(length);
  }

  skip(length: bigint): bigint {
    return BigInt(this.read(length).length);
  }

  blockingSkip(length: bigint): bigint {
    return BigInt(this.blockingRead(length).length);
  }

  subscribe(): Pollable {
    return new Pollable(() => this.#source.isReady());
  }

  [dispose](): void {
    this.#source.close?.();
  }
}

export class OutputStream {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  checkWrite(): bigint {
    link().beat();
    link().drain();
    return BigInt(this.#sink.permit());
  }

  write(contents: Uint8Array): void {
    link().beat();
    if (contents.length > this.#sink.permit()) {
      throw new Trap(`a guest wrote ${contents.length} bytes, more than check-write allowed`);
    }
    this.#sink.write(ownChunk(contents));
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    for (let rest = contents; rest.length > 0; ) {
      this.subscribe().block();
      const chunk = rest.subarray(0, this.#sink.permit());
      this.#sink.write(new Uint8Array(chunk));
      rest = rest.subarray(chunk.length);
    }
    this.blockingFlush();
  }

  flush(): void {
    this.#sink.permit();
  }

  blockingFlush(): void {
    this.#sink.permit();
    const isFlushed = () => this.#sink.isFlushed();
    if (!isFlushed()) link().waitUntil(isFlushed, () => Number.POSITIVE_INFINITY);
  }

  writeZeroes(length: bigint): void {
    this.write(new Uint8Array(Number(length)));
  }

  blockingWriteZeroesAndFlush(length: bigint): void {
    this.blockingWriteAndFlush(new Uint8Array(Number(length)));
  }

  subscribe(): Pollable {
    return new Pollable(() => {
      try {
        return this.#sink.permit() > 0;
      } catch {
        // Closed or failed: ready, and the next write says so.
        return true;
      }
    });
  }

  splice(source: InputStream, length: bigint): bigint {
    const room = Math.min(Number(length), this.#sink.permit());
    if (room === 0) return 0n;
    const chunk = source.read(BigInt(room));
    const { length: bytes } = chunk;
    // transferred to the main thread, it may have none afterwards
    this.#sink.write(ownChunk(chunk));
    return BigInt(bytes);
  }

  blockingSplice(source: InputStream, length: bigint): bigint {
    if (length === 0n) return 0n;
    this.subscribe().block();
    source.subscribe().block();
    return this.splice(source, length);
  }

  [dispose](): void {
    this.#sink.close?.();
  }
}

/** Chunks are transferred to the main thread, so they may not share their buffer with anything. */
function ownChunk(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength === chunk.buffer.byteLength ? chunk : new Uint8Array(chunk);
}
