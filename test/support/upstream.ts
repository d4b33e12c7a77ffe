// Node, tests. A plain HTTP server that answers as each request asks it to, and remembers what it was sent. What an
// observer passes on to it is compared with what a client sends directly.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the upstream is to do. Travels as the query parameter `plan`. */
export interface Plan {
  status?: number;
  headers?: [string, string][];
  /** Sizes of the writes that make the body. */
  chunks?: number[];
  /** Declare the length, in place of chunked encoding. */
  declaresLength?: boolean;
  /** Before the head, and between chunks. */
  delayMs?: number;
  /** Default: the answer begins when the request has been read. `read-meanwhile`: it begins before, and ends after. */
  request?: 'ignored' | 'read-meanwhile';
  /** Cut the connection: instead of an answer, or after the last chunk of a longer body. */
  cut?: 'before' | 'within';
}

export interface Received {
  method: string;
  url: string;
  /** Lower-case name and value, in order. */
  headers: [string, string][];
  /** Of the body. */
  bytes: number;
  hash: string;
  /** The client sent all it had to send. */
  isWhole: boolean;
}

export interface Upstream {
  url: string;
  /** By the request's path, once it has ended in whatever way. */
  received(path: string): Promise<Received>;
  close(): Promise<void>;
}

/** Bytes that differ from place to place, the same on every call. */
export function bytesOf(size: number, offset = 0): Buffer {
  const start = offset % pattern.length;
  return size <= pattern.length - start ? pattern.subarray(start, start + size) : repeated(size, start);
}

const pattern = Buffer.from(Array.from({ length: 65_521 }, (_, at) => (at * 31 + (at >> 8)) & 255));

function repeated(size: number, start: number): Buffer {
  const whole = Buffer.alloc(size + start, pattern);
  return whole.subarray(start);
}

export const withPlan = (path: string, plan: Plan) => `${path}?plan=${encodeURIComponent(JSON.stringify(plan))}`;

/** Listens on a free port of 127.0.0.1. */
export async function startUpstream(): Promise<Upstream> {
  const known = new Map<string, Received>();
  const waiting = new Map<string, (received: Received) => void>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://upstream');
    const plan = JSON.parse(searchParams.get('plan') ?? '{}') as Plan;
    const received = receive(request, plan);
    void received.then((value) => {
      known.set(pathname, value);
      waiting.get(pathname)?.(value);
    });
    response.on('error', () => {});
    if (plan.request === undefined) void received.then(() => answer(response, plan));
    else void answer(response, plan, plan.request === 'ignored' ? undefined : received);
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: (path) =>
      new Promise((resolve) => {
        const value = known.get(path);
        known.delete(path);
        if (value) resolve(value);
        else waiting.set(path, resolve);
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function receive(request: IncomingMessage, plan: Plan): Promise<Received> {
  const hash = createHash('sha1');
  let bytes = 0;
  const value = (isWhole: boolean): Received => ({
    method: request.method!,
    url: request.url!,
    headers: request.rawHeaders.flatMap((name, at): [string, string][] =>
      at % 2 === 0 ? [[name.toLowerCase(), request.rawHeaders[at + 1]!]] : [],
    ),
    bytes,
    hash: hash.digest('hex'),
    isWhole,
  });
  return new Promise((resolve) => {
    if (plan.request === 'ignored') {
      resolve(value(false));
      return;
    }
    request.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      resolve(value(request.complete));
    };
    request.once('error', () => {});
    request.once('end', end);
    request.once('close', end);
  });
}

async function answer(response: ServerResponse, plan: Plan, end?: Promise<unknown>): Promise<void> {
  const { status = 200, headers = [], chunks = [], declaresLength, delayMs = 0, cut } = plan;
  if (delayMs > 0) await later(delayMs);
  if (cut === 'before') {
    response.destroy();
    return;
  }
  const bytes = chunks.reduce((sum, size) => sum + size, 0);
  const lines = headers.flat();
  if (declaresLength) lines.push('content-length', String(bytes + (cut === 'within' ? 10 : 0)));
  response.writeHead(status, lines);
  let offset = 0;
  for (const size of chunks) {
    if (response.destroyed) return;
    if (offset > 0 && delayMs > 0) await later(delayMs);
    if (!response.write(bytesOf(size, offset))) await drained(response);
    offset += size;
  }
  await end;
  if (cut === 'within') {
    await later(20);
    response.destroy();
  } else {
    response.end();
  }
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
