// Guest. How many bytes a response's body has, without reading it: the size is noted when the Response is made from
// something whole. Reading it instead would cost a realistic handler a tenth of a millisecond and could change it.

const sizes = new WeakMap<Response, number>();
const encoder = new TextEncoder();

function sizeOf(body: unknown): number | undefined {
  if (body === null || body === undefined) return 0;
  if (typeof body === 'string') return encoder.encode(body).length;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  if (body instanceof URLSearchParams) return body.toString().length;
  return body instanceof Blob ? body.size : undefined;
}

function note(response: Response, body: unknown): Response {
  const size = sizeOf(body);
  if (size !== undefined) sizes.set(response, size);
  return response;
}

/** Replaces the global Response by one that behaves the same and notes sizes. */
export function noteResponseSizes(): void {
  const original = globalThis.Response;
  globalThis.Response = new Proxy(original, {
    construct: (target, args, newTarget) =>
      note(Reflect.construct(target, args, newTarget === globalThis.Response ? target : newTarget), args[0]),
    get: (target, property, receiver) => {
      if (property !== 'json') return Reflect.get(target, property, receiver);
      return (data: unknown, init?: ResponseInit) => {
        const headers = new Headers(init?.headers);
        if (!headers.has('content-type')) headers.set('content-type', 'application/json');
        const text = JSON.stringify(data);
        return note(new original(text, { ...init, headers }), text);
      };
    },
  });
}

/**
 * Bytes, or undefined for a body that is a stream of unknown length: its size is known at its end. A length that was
 * declared is believed, for the host holds the handler to it.
 */
export function knownSize(response: Response): number | undefined {
  if (response.body === null) return 0;
  const noted = sizes.get(response);
  if (noted !== undefined) return noted;
  const declared = response.headers.get('content-length');
  return declared !== null && /^\d+$/.test(declared) ? Number(declared) : undefined;
}
