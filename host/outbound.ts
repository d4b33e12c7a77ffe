// Node, main thread. Outbound requests of guests to other hosts, on node:http: a new connection each, as Spin 3 does.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Consumer, headerEntries, headerObject, type Producer, pump } from './bodies.ts';
import type { OutboundCall, StartedCall } from './job.ts';
import { type HttpError, windowBytes } from './protocol.ts';

/** Spin's default for every phase. */
const defaultTimeoutMs = 600_000;
/** Node's timers take no more, and fire at once when asked for it. */
const maxTimeoutMs = 2 ** 31 - 1;

const timeoutMs = (askedMs: number | undefined) => Math.min(askedMs ?? defaultTimeoutMs, maxTimeoutMs);

/**
 * One connection a request; but kept alive while it lasts, for Node cuts any other as soon as the response has ended,
 * also when the request has not.
 */
const once = <A extends HttpAgent>(agent: A): A => agent.on('free', (socket) => socket.destroy());
const agents = { http: once(new HttpAgent({ keepAlive: true })), https: once(new HttpsAgent({ keepAlive: true })) };

/** Starts the request and returns at once; failures go to the receiver as wasi:http error-codes. */
export function startOutbound({ request, options, body, receiver }: OutboundCall): StartedCall {
  if (request.scheme !== 'http' && request.scheme !== 'https') {
    receiver.failure({ error: { tag: 'HTTP-protocol-error' } });
    return { body: discard(body), abort: () => {} };
  }
  let answered = false;
  const fail = (error: HttpError) => {
    if (!answered) receiver.failure({ error });
    answered = true;
  };
  const send = request.scheme === 'http' ? httpRequest : httpsRequest;
  let outgoing: ClientRequest;
  try {
    outgoing = send(`${request.scheme}://${request.authority}`, {
      path: request.pathWithQuery,
      method: request.method,
      headers: headerObject(request.headers),
      agent: agents[request.scheme],
    });
  } catch (error) {
    fail({ tag: 'internal-error', val: (error as Error).message });
    return { body: discard(body), abort: () => {} };
  }
  watchTimeouts(outgoing, options.connectTimeoutMs, options.firstByteTimeoutMs, fail);
  outgoing.on('error', (error: NodeJS.ErrnoException) => fail(errorCode(error)));
  outgoing.on('response', (response) => {
    answered = true;
    respond(response, options.betweenBytesTimeoutMs, receiver);
  });
  return { body: consumerOf(outgoing, body), abort: () => outgoing.destroy() };
}

function respond(
  response: IncomingMessage,
  betweenBytesTimeoutMs: number | undefined,
  receiver: OutboundCall['receiver'],
): void {
  response.setTimeout(timeoutMs(betweenBytesTimeoutMs), () => response.destroy(new Error('no byte for too long')));
  // The consumer is there only once the head is sent, and the head takes the producer: tie the knot here.
  let producer: Producer | undefined;
  const consumer = receiver.response(response.statusCode ?? 0, headerEntries(response.rawHeaders), {
    consumed: (bytes) => producer?.consumed(bytes),
    cancel: () => producer?.cancel(),
  });
  producer = pump(response, consumer, { onCancel: 'destroy', trailers: () => headerEntries(response.rawTrailers) });
}

/**
 * The request's body as the guest writes it. When the request has failed a window of it is still taken, and lost: the
 * guest learns of the failure from its response. Engines in it end, as StarlingMonkey does, when a body is closed before
 * they had a turn to write it; on Spin they always had one.
 */
function consumerOf(outgoing: ClientRequest, body: Producer): Consumer {
  let lostBytes = 0;
  return {
    write: (chunk) => {
      if (outgoing.destroyed) {
        lostBytes += chunk.length;
        if (lostBytes > windowBytes) body.cancel();
        else body.consumed(chunk.length);
        return;
      }
      // for DELETE and its like Node would otherwise send a body that nothing says the length of
      outgoing.useChunkedEncodingByDefault = true;
      outgoing.write(chunk, () => body.consumed(chunk.length));
    },
    end: (trailers) => {
      if (trailers && trailers.length > 0) outgoing.addTrailers(trailers);
      outgoing.end();
    },
    fail: () => outgoing.destroy(),
  };
}

function discard(body: Producer): Consumer {
  body.cancel();
  return { write: () => {}, end: () => {}, fail: () => {} };
}

function watchTimeouts(
  outgoing: ClientRequest,
  connectTimeoutMs: number | undefined,
  firstByteTimeoutMs: number | undefined,
  fail: (error: HttpError) => void,
): void {
  const after = (ms: number | undefined, tag: string) =>
    setTimeout(() => {
      fail({ tag });
      outgoing.destroy();
    }, timeoutMs(ms)).unref();
  const connect = after(connectTimeoutMs, 'connection-timeout');
  const firstByte = after(firstByteTimeoutMs, 'connection-read-timeout');
  outgoing.on('socket', (socket) =>
    socket.once(socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect', () =>
      clearTimeout(connect),
    ),
  );
  outgoing.on('response', () => clearTimeout(firstByte));
  outgoing.on('close', () => {
    clearTimeout(connect);
    clearTimeout(firstByte);
  });
}

/** Node's error as wasi:http's error-code. */
export function errorCode(error: NodeJS.ErrnoException): HttpError {
  const code = error.code ?? '';
  if (code === 'ECONNREFUSED') return { tag: 'connection-refused' };
  if (code === 'ECONNRESET' || code === 'EPIPE') return { tag: 'connection-terminated' };
  if (code === 'ETIMEDOUT') return { tag: 'connection-timeout' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { tag: 'DNS-error', val: { rcode: error.message, infoCode: undefined } };
  }
  if (code.startsWith('HPE_')) return { tag: 'HTTP-protocol-error' };
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return { tag: 'TLS-certificate-error' };
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL')) return { tag: 'TLS-protocol-error' };
  return { tag: 'internal-error', val: error.message };
}
