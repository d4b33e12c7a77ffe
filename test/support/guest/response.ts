// Node, tests. The engine's Response: it declares the length of a whole body when it is made, which Node's leaves to the
// server. That the engine does so for every kind of body is what test/e2e/serve.test.ts shows.
const encoder = new TextEncoder();

function lengthOf(body: unknown): number | undefined {
  if (body === null || body === undefined || body instanceof ReadableStream) return undefined;
  if (body instanceof Blob) return body.size;
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body)
    ? body.byteLength
    : encoder.encode(String(body)).length;
}

const NodeResponse = Response;

export class EngineResponse extends Response {
  /** Node makes some of its own: in `json`, `redirect` and `fetch`. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof NodeResponse;
  }

  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super(body, init);
    const length = lengthOf(body);
    if (length !== undefined && !this.headers.has('content-length')) this.headers.set('content-length', String(length));
  }

  static override json(data: unknown, init?: ResponseInit): Response {
    const response = NodeResponse.json(data, init);
    response.headers.set('content-length', String(encoder.encode(JSON.stringify(data)).length));
    return response;
  }
}
