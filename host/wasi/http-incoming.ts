// Worker. wasi:http, the server's side: the request that came in and the one answer to it.
import type { RequestHead } from '../protocol.ts';
import { job, link } from '../worker/current.ts';
import { contentLength, IncomingBody, OutgoingBody } from './http-bodies.ts';
import { Fields } from './http-fields.ts';
import { type Method, methodOf, type Scheme, schemeOf } from './http-values.ts';
import { dispose, type Result, WitError } from './values.ts';

export class IncomingRequest {
  readonly #head: RequestHead;
  #consumed = false;

  constructor(head: RequestHead) {
    this.#head = head;
  }

  method(): Method {
    return methodOf(this.#head.method);
  }

  pathWithQuery(): string {
    return this.#head.pathWithQuery;
  }

  scheme(): Scheme {
    return schemeOf(this.#head.scheme);
  }

  authority(): string {
    return this.#head.authority;
  }

  headers(): Fields {
    return Fields.of([...this.#head.headers], true);
  }

  consume(): IncomingBody {
    if (this.#consumed) throw new WitError();
    this.#consumed = true;
    return new IncomingBody(job().requestBody);
  }

  [dispose](): void {
    if (!this.#consumed) job().requestBody.cancel();
  }
}

export class OutgoingResponse {
  readonly #headers: Fields;
  #status = 200;
  #bodyTaken = false;

  constructor(headers: Fields) {
    this.#headers = headers.freeze();
  }

  statusCode(): number {
    return this.#status;
  }

  setStatusCode(status: number): void {
    if (status < 100 || status > 999) throw new WitError();
    this.#status = status;
  }

  headers(): Fields {
    return this.#headers;
  }

  body(): OutgoingBody {
    if (this.#bodyTaken) throw new WitError();
    this.#bodyTaken = true;
    return new OutgoingBody(job().responseBody, contentLength(this.#headers));
  }

  get bodyTaken(): boolean {
    return this.#bodyTaken;
  }
}

export class ResponseOutparam {
  static set(_param: ResponseOutparam, response: Result<OutgoingResponse, { tag: string; val?: unknown }>): void {
    link().beat();
    const { stream, responseBody } = job();
    job().answered = true;
    if (response.tag === 'err') {
      link().post({ type: 'refusal', stream, error: response.val });
      link().flush();
      return;
    }
    const { val: head } = response;
    link().post({ type: 'head', stream, status: head.statusCode(), headers: head.headers().list() });
    responseBody.open();
    if (!head.bodyTaken) responseBody.end();
  }

  /** Not in use: an interim response is optional for a server. */
  sendInformational(): void {}
}
