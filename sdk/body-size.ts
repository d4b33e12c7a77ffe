// Guest. How many bytes a response's body has, without reading it: the size is noted when the Response is made from
// something whole. Reading it instead would cost a realistic handler a tenth of a millisecond and could change it.

const sizes = new WeakMap<Response, number>();
const encoder = new TextEncoder();

function sizeOf(body: unknown): number | undefined {
  if (body === null || body === undefined) return 0;
  if (typeof body === 'string') return encoder.encode(body).length;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  return undefined;
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

/** Bytes, or undefined for a body that is a stream: its size is known at its end. */
export function knownSize(response: Response): number | undefined {
  return response.body === null ? 0 : sizes.get(response);
}

export interface CountedBody {
  /** The same bytes. */
  body: ReadableStream<Uint8Array>;
  /** How many have passed so far. */
  bytes: () => number;
}

/** `onEnd` gets the number when the last byte has passed, before the reader learns of the end. */
export function countBytes(
  body: ReadableStream<Uint8Array>,
  onEnd: (bytes: number) => void | Promise<void> = () => {},
): CountedBody {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      controller.enqueue(chunk);
    },
    flush: () => onEnd(bytes),
  });
  return { body: body.pipeThrough(counting), bytes: () => bytes };
}
