// Node, main thread. Where an outbound call of a guest goes: to another component, to the app itself, or out.
import type { Consumer, Producer } from './bodies.ts';
import type { OutboundCall, StartCall, StartedCall } from './job.ts';
import { startOutbound } from './outbound.ts';
import type { Pool } from './pool.ts';
import type { ComponentImage, RequestHead } from './protocol.ts';
import { spinHeaders } from './request-headers.ts';
import { syntheticMatch } from './router.ts';

const chained = /^([^.:]+)\.spin\.internal(?::\d+)?$/i;
/** What a callee sees as its client. */
const chainedClient = '0.0.0.0:0';
/** And as the host in `spin-full-url`, though its own authority is right. */
const chainedHost = 'localhost';

export interface CallTargets {
  components: ReadonlyMap<string, ComponentImage>;
  pool: () => Pool;
  /** Authority of the app's own server, for requests to `self`. */
  ownAuthority: () => string;
}

export function callStarter(targets: CallTargets): StartCall {
  return (call) => {
    const id = chained.exec(call.request.authority)?.[1];
    if (id !== undefined) return startChained(id, call, targets);
    if (call.request.authority !== '') return startOutbound(call);
    return startOutbound({ ...call, request: { ...call.request, authority: targets.ownAuthority() } });
  };
}

function startChained(
  id: string,
  { request, body, receiver }: OutboundCall,
  { components, pool }: CallTargets,
): StartedCall {
  const component = components.get(id);
  if (!component) {
    const known = [...components.keys()].join(', ');
    receiver.failure({
      trap: `a request to ${request.authority}: found no component "${id}", expected one of ${known}`,
    });
    body.cancel();
    return { body: { write: () => {}, end: () => {}, fail: () => {} }, abort: () => {} };
  }
  let response: Producer | undefined;
  const relay = new Relay(body);
  pool().chain({
    component,
    request: chainedRequest(id, request),
    startBody: (consumer) => relay.connect(consumer),
    responder: {
      head: (status, headers, producer) => {
        response = producer;
        return receiver.response(status, headers, producer);
      },
      // What its own client would see. The reason is in the log.
      fail: (status) => {
        receiver.response(status, [], { consumed: () => {}, cancel: () => {} }).end();
      },
    },
  });
  return { body: relay, abort: () => response?.cancel() };
}

function chainedRequest(id: string, request: RequestHead): RequestHead {
  const authority = `${id}.spin.internal`;
  const path = request.pathWithQuery.split('?')[0] as string;
  const own = spinHeaders(syntheticMatch(id, path), `http://${chainedHost}${request.pathWithQuery}`, chainedClient);
  const headers = request.headers.filter(([name]) => name !== 'host');
  return { ...request, scheme: 'http', authority, headers: [...headers, ...own] };
}

/** The caller's request body on its way to the callee's thread. */
class Relay {
  readonly #producer: Producer;
  #to: Consumer | undefined;

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  connect(to: Consumer): Producer {
    this.#to = to;
    return this.#producer;
  }

  write(chunk: Uint8Array): void {
    this.#to?.write(chunk);
  }

  end(trailers?: [string, string][]): void {
    this.#to?.end(trailers);
  }

  fail(error: { tag: string; val?: unknown }): void {
    this.#to?.fail(error);
  }
}
