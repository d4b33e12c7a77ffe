// Guest. The body of a request, decompressed, within a bound: a small body can hide a very large one.

/** More bytes than are taken. */
export class TooLarge extends Error {}

/** What the body is compressed with, which nobody here can read. */
export class UnknownEncoding extends Error {}

/** Throws TooLarge, UnknownEncoding, or what the decompression throws on what is not compressed so. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'deflate' && encoding !== 'identity') throw new UnknownEncoding(encoding);
  if (request.body === null) return new Uint8Array();
  const body = request.body as ReadableStream<Uint8Array<ArrayBuffer>>;
  if (encoding === 'identity') return collect(body, maxBytes);
  const packed = await collect(body, maxBytes);
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream(encoding));
  return collect(plain, maxBytes);
}

async function collect(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxBytes) {
      void reader.cancel().catch(() => {});
      throw new TooLarge();
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
