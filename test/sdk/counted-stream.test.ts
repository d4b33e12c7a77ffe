import { describe, expect, it, vi } from 'vitest';
import { countStream } from '../../sdk/counted-stream.ts';

const bytes = (length: number) => new Uint8Array(length);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a counted stream', () => {
  it('tells the number before the reader learns of the end', async () => {
    let release = () => {};
    const onEnd = vi.fn(() => new Promise<void>((resolve) => (release = resolve)));
    const { body } = countStream(new Blob(['12345']).stream(), onEnd);
    const reader = body.getReader();
    await reader.read();
    const isAtEnd = vi.fn();
    void reader.read().then(isAtEnd);
    await settle();
    expect(onEnd).toHaveBeenCalledExactlyOnceWith(5);
    expect(isAtEnd).not.toHaveBeenCalled();
    release();
    await settle();
    expect(isAtEnd).toHaveBeenCalledWith({ done: true, value: undefined });
  });

  it('tells it once when the reader goes away while the source is silent', async () => {
    const onEnd = vi.fn();
    let cancelled: unknown;
    let isFirst = true;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (!isFirst) return new Promise(() => {});
        isFirst = false;
        controller.enqueue(bytes(10));
      },
      cancel(reason) {
        cancelled = reason;
      },
    });
    const reader = countStream(source, onEnd).body.getReader();
    await reader.read();
    const pending = reader.read();
    await reader.cancel('gone');
    expect(await pending).toEqual({ done: true, value: undefined });
    await settle();
    expect(onEnd).toHaveBeenCalledExactlyOnceWith(10);
    expect(cancelled).toBe('gone');
  });

  it('tells it once when the source fails, and fails the same', async () => {
    const onEnd = vi.fn();
    const failure = new Error('broken off');
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(failure);
      },
    });
    await expect(countStream(source, onEnd).body.getReader().read()).rejects.toBe(failure);
    expect(onEnd).toHaveBeenCalledExactlyOnceWith(0);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'text'],
    ['a buffer', new ArrayBuffer(3)],
  ])('tells it before it passes on %s in the place of bytes', async (_, chunk) => {
    const onEnd = vi.fn();
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes(2));
        controller.enqueue(chunk);
      },
    });
    const reader = countStream(source, onEnd).body.getReader();
    await reader.read();
    expect((await reader.read()).value).toBe(chunk);
    expect(onEnd).toHaveBeenCalledExactlyOnceWith(2);
  });

  it('reads nothing that nobody asked for', async () => {
    const pull = vi.fn((controller: ReadableStreamDefaultController) => controller.enqueue(bytes(1)));
    const source = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    const counted = countStream(source);
    await settle();
    expect([pull.mock.calls.length, counted.bytes()]).toEqual([0, 0]);
    await counted.body.getReader().read();
    await settle();
    expect([pull.mock.calls.length, counted.bytes()]).toEqual([1, 1]);
  });
});
