// Node, main thread. How bodies flow between sockets and workers: whoever makes chunks has a Consumer to give them to,
// whoever takes them has a Producer to tell how far it is. Unconsumed bytes never exceed the window.
import type { Readable } from 'node:stream';
import { type HeaderEntry, type HttpError, windowBytes } from './protocol.ts';

export interface Consumer {
  /** `chunk` is the consumer's to keep; it may be transferred. */
  write(chunk: Uint8Array): void;
  end(trailers?: HeaderEntry[]): void;
  fail(error: HttpError): void;
}

export interface Producer {
  /** So many bytes more have left this process or were read by a guest. */
  consumed(bytes: number): void;
  /** Nobody wants the rest. */
  cancel(): void;
}

export interface PumpOptions {
  /** Trailers, known when the stream has ended. */
  trailers?: () => HeaderEntry[];
  /** What to do with the stream when nobody wants the rest: a request is read to its end, a response is closed. */
  onCancel: 'drain' | 'destroy';
}

/** Feeds a consumer from a Node stream, pausing it while the window is full. */
export function pump(from: Readable, to: Consumer, options: PumpOptions): Producer {
  let unconsumedBytes = 0;
  let over = false;
  const stop = (last: () => void) => {
    if (over) return;
    over = true;
    last();
  };
  from.on('data', (chunk: Buffer) => {
    if (over) return;
    unconsumedBytes += chunk.length;
    // A copy: Node's chunks share their memory with others.
    to.write(Uint8Array.prototype.slice.call(chunk));
    if (unconsumedBytes >= windowBytes) from.pause();
  });
  from.on('end', () => stop(() => to.end(options.trailers?.())));
  from.on('error', (error) => stop(() => to.fail({ tag: 'internal-error', val: error.message })));
  from.on('close', () => stop(() => to.fail({ tag: 'connection-terminated' })));
  return {
    consumed(bytes) {
      unconsumedBytes -= bytes;
      if (unconsumedBytes < windowBytes / 2 && from.isPaused()) from.resume();
    },
    cancel() {
      over = true;
      if (options.onCancel === 'destroy') from.destroy();
      else from.resume();
    },
  };
}

/** Name and value pairs from Node's raw list, names in lower case. */
export function headerEntries(raw: readonly string[]): HeaderEntry[] {
  const entries: HeaderEntry[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) entries.push([(raw[i] as string).toLowerCase(), raw[i + 1] as string]);
  return entries;
}

/** Headers of one connection only: they are not passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'te',
  'trailer',
]);

export function endToEnd(entries: HeaderEntry[]): HeaderEntry[] {
  return entries.filter(([name]) => !hopByHop.has(name));
}

/** As Node's request and response take them: repeated ones as a list, so that they stay separate lines. */
export function headerObject(entries: readonly HeaderEntry[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of entries) {
    const present = headers[name];
    if (present === undefined) headers[name] = value;
    else headers[name] = Array.isArray(present) ? [...present, value] : [present, value];
  }
  return headers;
}
