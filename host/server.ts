// Node, main thread. The HTTP server: routes requests to components and writes their answers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Consumer, endToEnd, headerEntries, headerObject, type Producer, pump } from './bodies.ts';
import { HostError } from './errors.ts';
import type { Job, Responder } from './job.ts';
import type { Pool } from './pool.ts';
import type { ComponentImage, RequestHead } from './protocol.ts';
import { spinHeaders } from './request-headers.ts';
import type { RouteMatch, Router } from './router.ts';

const healthPath = '/.well-known/spin/health';
/** Longer than common scrape intervals, so that a client's idle connection is not closed under its next request. */
const keepAliveTimeoutMs = 120_000;

export interface ServerOptions {
  router: Router;
  components: ReadonlyMap<string, ComponentImage>;
  pool: Pool;
}

export function createHttpServer({ router, components, pool }: ServerOptions): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    if (path === healthPath) {
      response.end('OK');
      return;
    }
    const match = router.match(path);
    const component = match && components.get(match.component);
    if (!match || !component) {
      response.writeHead(404).end();
      return;
    }
    const job: Job = { component, request: requestHead(request, match), responder: respondTo(response) };
    if (hasBody(request)) {
      job.startBody = (consumer) =>
        pump(request, consumer, { onCancel: 'drain', trailers: () => headerEntries(request.rawTrailers) });
    }
    response.on('close', () => pool.withdraw(job));
    pool.submit(job);
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  // An upload may take as long as it takes.
  server.requestTimeout = 0;
  return server;
}

/** Resolves to the port. Throws a HostError when the address cannot be had. */
export function listen(server: Server, port: number, hostname: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is in use' : (error.code ?? error.message);
      reject(
        new HostError(
          'LISTEN_FAILED',
          `cannot listen on ${hostname}:${port}: ${reason}; stop what listens there or choose another port`,
        ),
      );
    });
    server.listen(port, hostname, () => resolve((server.address() as AddressInfo).port));
  });
}

function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}

function requestHead(request: IncomingMessage, match: RouteMatch): RequestHead {
  const { remoteAddress = '', remotePort = 0, remoteFamily } = request.socket;
  const authority = request.headers.host ?? 'localhost';
  const pathWithQuery = request.url ?? '/';
  const client = remoteFamily === 'IPv6' ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
  return {
    method: request.method ?? 'GET',
    pathWithQuery,
    scheme: 'http',
    authority,
    headers: [
      ...endToEnd(headerEntries(request.rawHeaders)),
      ...spinHeaders(match, `http://${authority}${pathWithQuery}`, client),
    ],
  };
}

function respondTo(response: ServerResponse): Responder {
  return {
    head(status, headers, body) {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headerObject(headers))) response.setHeader(name, value);
      // The client may have left long ago.
      if (response.destroyed) body.cancel();
      response.on('close', () => {
        if (!response.writableFinished) body.cancel();
      });
      return new ResponseWriter(response, body);
    },
    fail(status) {
      if (response.headersSent) response.destroy();
      else response.writeHead(status).end();
    },
  };
}

/**
 * Holds the first chunk back for the rest of the turn: when the end follows at once, as it does for most
 * responses, Node can give the length and send head and body in one packet.
 */
class ResponseWriter implements Consumer {
  readonly #response: ServerResponse;
  readonly #body: Producer;
  #first: Uint8Array | undefined;
  #started = false;

  constructor(response: ServerResponse, body: Producer) {
    this.#response = response;
    this.#body = body;
    setImmediate(() => this.#start());
  }

  write(chunk: Uint8Array): void {
    if (!this.#started && this.#first === undefined) {
      this.#first = chunk;
      return;
    }
    this.#start();
    this.#send(chunk);
  }

  end(trailers?: [string, string][]): void {
    if (trailers && trailers.length > 0) {
      if (!this.#response.headersSent) this.#response.setHeader('trailer', trailers.map(([name]) => name).join(', '));
      this.#start();
      this.#response.addTrailers(trailers);
    }
    if (this.#started) this.#response.end();
    else this.#response.end(this.#first);
    this.#started = true;
    this.#first = undefined;
  }

  fail(): void {
    // The length of a response tells the client whether it is whole; a cut connection does so in every case.
    this.#started = true;
    this.#response.destroy();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const first = this.#first;
    this.#first = undefined;
    if (first) this.#send(first);
    else this.#response.flushHeaders();
  }

  #send(chunk: Uint8Array): void {
    this.#response.write(chunk, () => this.#body.consumed(chunk.length));
  }
}
