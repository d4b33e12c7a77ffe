// Worker. wasi:http, the client's side: requests to other components and other hosts. The main thread makes them.
import { type AllowedHost, allowsSelf, isAllowed } from '../allowed-hosts.ts';
import type { CallOptions } from '../protocol.ts';
import { type Call, job, link } from '../worker/current.ts';
import { reportDenied } from '../worker/denied.ts';
import { InboundBody, OutboundBody } from '../worker/streams.ts';
import { contentLength, IncomingBody, OutgoingBody } from './http-bodies.ts';
import { Fields } from './http-fields.ts';
import { type Method, methodText, type Scheme, schemeText } from './http-values.ts';
import { Pollable } from './poll.ts';
import { dispose, type Result, Trap, WitError } from './values.ts';

let nextStream = 1;

export class OutgoingRequest {
  readonly #headers: Fields;
  readonly #stream: number;
  readonly #body: OutboundBody;
  #method: Method = { tag: 'get' };
  #path: string | undefined;
  #scheme: Scheme | undefined;
  #authority: string | undefined;
  #bodyTaken = false;

  constructor(headers: Fields) {
    this.#headers = headers.freeze();
    this.#stream = nextStream;
    nextStream += 2;
    this.#body = new OutboundBody(link(), this.#stream);
  }

  body(): OutgoingBody {
    if (this.#bodyTaken) throw new WitError();
    this.#bodyTaken = true;
    return new OutgoingBody(this.#body, contentLength(this.#headers));
  }

  method(): Method {
    return this.#method;
  }

  setMethod(method: Method): void {
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(methodText(method))) throw new WitError();
    this.#method = method;
  }

  pathWithQuery(): string | undefined {
    return this.#path;
  }

  setPathWithQuery(path: string | undefined): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the bytes that a path must not hold
    if (path !== undefined && /[\u0000-\u0020\u007f]/.test(path)) throw new WitError();
    this.#path = path;
  }

  scheme(): Scheme | undefined {
    return this.#scheme;
  }

  setScheme(scheme: Scheme | undefined): void {
    this.#scheme = scheme;
  }

  authority(): string | undefined {
    return this.#authority;
  }

  setAuthority(authority: string | undefined): void {
    if (authority !== undefined && !URL.canParse(`http://${authority}`)) throw new WitError();
    this.#authority = authority;
  }

  headers(): Fields {
    return this.#headers;
  }

  /** Sends the head; the body follows as the guest writes it. */
  send(allowed: readonly AllowedHost[], options: CallOptions): FutureIncomingResponse {
    link().beat();
    const toSelf = this.#authority === undefined || /^self(\.alt)?$/.test(this.#authority);
    const authority = toSelf ? '' : (this.#authority as string);
    const scheme = toSelf ? 'http' : schemeText(this.#scheme);
    if (toSelf ? !allowsSelf(allowed) : !isAllowed(allowed, new URL(`${scheme}://${authority}/`))) {
      deny(toSelf ? 'self' : `${scheme}://${authority}`);
    }
    const call: Call = {
      stream: this.#stream,
      requestBody: this.#body,
      responseBody: new InboundBody(link(), this.#stream, true),
      outcome: undefined,
    };
    job().calls.set(call.stream, call);
    const request = {
      method: methodText(this.#method),
      pathWithQuery: this.#path === undefined || this.#path === '' ? '/' : this.#path,
      scheme,
      authority,
      headers: this.#headers.list(),
    };
    link().post({ type: 'call', stream: call.stream, request, options });
    this.#body.open();
    if (!this.#bodyTaken) this.#body.end();
    return new FutureIncomingResponse(call);
  }
}

function deny(address: string): never {
  reportDenied(address);
  throw new WitError({ tag: 'HTTP-request-denied' });
}

export class RequestOptions {
  readonly values: CallOptions = {};

  connectTimeout(): bigint | undefined {
    return nanoseconds(this.values.connectTimeoutMs);
  }

  setConnectTimeout(duration: bigint | undefined): void {
    this.values.connectTimeoutMs = milliseconds(duration);
  }

  firstByteTimeout(): bigint | undefined {
    return nanoseconds(this.values.firstByteTimeoutMs);
  }

  setFirstByteTimeout(duration: bigint | undefined): void {
    this.values.firstByteTimeoutMs = milliseconds(duration);
  }

  betweenBytesTimeout(): bigint | undefined {
    return nanoseconds(this.values.betweenBytesTimeoutMs);
  }

  setBetweenBytesTimeout(duration: bigint | undefined): void {
    this.values.betweenBytesTimeoutMs = milliseconds(duration);
  }
}

export class FutureIncomingResponse {
  readonly #call: Call;
  #taken = false;

  constructor(call: Call) {
    this.#call = call;
  }

  subscribe(): Pollable {
    return new Pollable(() => this.#call.outcome !== undefined);
  }

  get(): Result<Result<IncomingResponse, unknown>, undefined> | undefined {
    link().beat();
    link().drain();
    const { outcome } = this.#call;
    if (outcome === undefined) return undefined;
    if (this.#taken) return { tag: 'err', val: undefined };
    this.#taken = true;
    if ('trap' in outcome) throw new Trap(outcome.trap);
    if ('error' in outcome) return { tag: 'ok', val: { tag: 'err', val: outcome.error } };
    return { tag: 'ok', val: { tag: 'ok', val: new IncomingResponse(this.#call) } };
  }

  [dispose](): void {
    if (this.#taken) return;
    link().post({ type: 'cancel', stream: this.#call.stream });
    job().calls.delete(this.#call.stream);
  }
}

export class IncomingResponse {
  readonly #call: Call;
  #consumed = false;

  constructor(call: Call) {
    this.#call = call;
  }

  status(): number {
    return (this.#call.outcome as { status: number }).status;
  }

  headers(): Fields {
    return Fields.of([...(this.#call.outcome as { headers: [string, string][] }).headers], true);
  }

  consume(): IncomingBody {
    if (this.#consumed) throw new WitError();
    this.#consumed = true;
    return new IncomingBody(this.#call.responseBody);
  }

  [dispose](): void {
    if (!this.#consumed) this.#call.responseBody.cancel();
  }
}

function milliseconds(duration: bigint | undefined): number | undefined {
  return duration === undefined ? undefined : Number(duration) / 1e6;
}

function nanoseconds(durationMs: number | undefined): bigint | undefined {
  return durationMs === undefined ? undefined : BigInt(Math.round(durationMs * 1e6));
}
