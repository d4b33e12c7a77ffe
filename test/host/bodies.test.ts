// Bodies in both directions: streamed, bounded, cut off.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './fixture/app.ts';

const mebibyte = 1024 * 1024;
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('a body comes back as it was sent', async () => {
  const body = Buffer.from(Array.from({ length: 3 * mebibyte }, (_, index) => (index * 31) % 251));
  const response = await fetch(`${app.url}/web/echo`, { method: 'POST', body });
  expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), body)).toBe(0);
});

test('a large upload is read as a stream', async () => {
  const total = 48 * mebibyte;
  let left = total;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= mebibyte / 4;
      controller.enqueue(new Uint8Array(mebibyte / 4));
    },
  });
  expect(await app.json('/web/count', { method: 'POST', body, duplex: 'half' } as RequestInit)).toBe(total);
});

test('an upload that the guest does not read is held back', async () => {
  const sent = request(`${app.url}/web/wait?ms=600`, { method: 'POST' });
  let takenBytes = 0;
  const write = () =>
    sent.write(new Uint8Array(mebibyte), () => {
      takenBytes += mebibyte;
    });
  for (let i = 0; i < 64; i++) write();
  await new Promise((resolve) => setTimeout(resolve, 400));
  // The window and what the kernel's socket buffers hold.
  expect(takenBytes).toBeLessThan(16 * mebibyte);
  sent.on('error', () => {});
  sent.destroy();
});

test('a large download arrives whole', async () => {
  const response = await fetch(`${app.url}/web/download?bytes=${8 * mebibyte + 1}`);
  expect((await response.arrayBuffer()).byteLength).toBe(8 * mebibyte + 1);
});

test('a guest that is not read waits instead of buffering', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const response = await slowly('/web/download?bytes=200000000', 300);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * mebibyte);
  response.destroy();
});

test('parts of a streamed response arrive as they are made, and a client that leaves ends it', async () => {
  const controller = new AbortController();
  const response = await fetch(`${app.url}/web/ticks`, { signal: controller.signal });
  const reader = response.body!.getReader();
  const first = Buffer.from((await reader.read()).value!).toString();
  expect(first).toBe('tick 0\n');
  controller.abort();
  await expect(reader.read()).rejects.toThrow();
  expect(await (await fetch(`${app.url}/web/hello`)).text()).toBe('hello');
});

test('a guest that answers without reading the body leaves the connection usable', async () => {
  for (let i = 0; i < 3; i++) {
    const response = await fetch(`${app.url}/web/ignore`, { method: 'POST', body: new Uint8Array(2 * mebibyte) });
    expect(await response.text()).toBe('did not read');
  }
});

test('an upload that breaks off does not disturb the host', async () => {
  await new Promise<void>((resolve) => {
    const sent = request(`${app.url}/web/count`, { method: 'POST', headers: { 'content-length': '1000000' } });
    sent.on('error', () => resolve());
    sent.write('some');
    setTimeout(() => sent.destroy(), 100);
    sent.on('close', () => resolve());
  });
  expect(await (await fetch(`${app.url}/web/hello`)).text()).toBe('hello');
});

/** Reads nothing for a while. */
function slowly(path: string, ms: number) {
  return new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(`${app.url}${path}`, (response) => setTimeout(() => resolve(response), ms))
      .on('error', reject)
      .end();
  });
}
