// Guest. A body whose bytes are counted as they pass.

export interface CountedStream {
  /** The same bytes. */
  body: ReadableStream<Uint8Array>;
  /** How many have passed so far. */
  bytes: () => number;
}

/**
 * `onEnd` gets the number once: when the last byte has passed, before the reader learns of the end; when the reader
 * goes away; when the source fails.
 */
export function countStream(
  source: ReadableStream<Uint8Array>,
  onEnd: (bytes: number) => void | Promise<void> = () => {},
): CountedStream {
  const reader = source.getReader();
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      let next: ReadableStreamReadResult<Uint8Array>;
      try {
        next = await reader.read();
      } catch (error) {
        await onEnd(bytes);
        throw error;
      }
      if (next.done) {
        await onEnd(bytes);
        controller.close();
      } else {
        bytes += next.value.length;
        controller.enqueue(next.value);
      }
    },
    async cancel(reason) {
      await onEnd(bytes);
      await reader.cancel(reason);
    },
  });
  return { body, bytes: () => bytes };
}
