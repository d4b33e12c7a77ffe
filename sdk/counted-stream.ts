// Guest. A body whose bytes are counted as they pass. Nothing is read ahead of the reader: what nobody asks for stays in
// the source, as it would without the count.

export interface CountedStream {
  /** The same chunks. */
  body: ReadableStream<Uint8Array>;
  /** How many bytes have passed so far. */
  bytes: () => number;
}

/**
 * `onEnd` gets the number once: when the last byte has passed, before the reader learns of the end; when the reader
 * goes away, also while the source is silent; when the source fails, or gives something that is not bytes.
 */
export function countStream(
  source: ReadableStream<Uint8Array>,
  onEnd: (bytes: number) => void | Promise<void> = () => {},
): CountedStream {
  const reader = source.getReader();
  let bytes = 0;
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    isOver = true;
    await onEnd(bytes);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let next: ReadableStreamReadResult<Uint8Array>;
        try {
          next = await reader.read();
        } catch (error) {
          await end();
          throw error;
        }
        // cancelled meanwhile, which ends the source too
        if (isOver) return;
        if (next.done) {
          await end();
          controller.close();
          return;
        }
        // the engine gives up without another word on a chunk that it cannot send
        if (next.value instanceof Uint8Array) bytes += next.value.length;
        else await end();
        controller.enqueue(next.value);
      },
      async cancel(reason) {
        await end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, bytes: () => bytes };
}
