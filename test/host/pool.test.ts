// Guests that misbehave, too many requests, and the end of the host.
import { existsSync, readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startTestApp, type TestAppOptions } from './fixture/app.ts';

async function start(options: TestAppOptions = {}) {
  const app = await startTestApp(options);
  onTestFinished(() => app.close());
  return app;
}

test('a guest that burns its processor is ended; the host goes on', async () => {
  const app = await start({ maxBusyMs: 500 });
  await (await fetch(`${app.url}/web/hello`)).text();
  const [spun, waited] = await Promise.all([fetch(`${app.url}/web/spin`), fetch(`${app.url}/web/wait?ms=1200`)]);
  expect([spun.status, waited.status]).toEqual([500, 200]);
  expect(app.messages.join('\n')).toContain('component "web": ended: it ran for more than 0.5 s without a host call');
  expect(await (await fetch(`${app.url}/web/hello`)).text()).toBe('hello');
});

test('a guest that ends without an answer is a 500', async () => {
  const app = await start();
  expect((await fetch(`${app.url}/web/silent`)).status).toBe(500);
});

test('a hung callee does not keep its caller from its own deadline', async () => {
  const app = await start({ maxBusyMs: 1_000 });
  const response = await app.json('/web/fetch?url=http%3A%2F%2Finner.spin.internal%2Fspin');
  expect(response).toMatchObject({ status: 500 });
});

test('requests over the bound wait for their turn', async () => {
  const app = await start({ limits: { maxExternal: 2 } });
  const answers = Array.from({ length: 6 }, async () => (await fetch(`${app.url}/web/wait?ms=100`)).status);
  expect(await Promise.all(answers)).toEqual(Array(6).fill(200));
});

test('requests over the length of the queue are answered with 503', async () => {
  const app = await start({ limits: { maxExternal: 1, maxQueued: 1 } });
  const running = fetch(`${app.url}/web/wait?ms=400`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const answers = await Promise.all(
    Array.from({ length: 3 }, async () => (await fetch(`${app.url}/web/wait?ms=200`)).status),
  );
  expect(answers.sort()).toEqual([200, 503, 503]);
  expect((await running).status).toBe(200);
});

test('a chain of calls without an end fails with an answer', async () => {
  const app = await start({ limits: { maxThreads: 3 } });
  const inner = 'http://inner.spin.internal/wait?ms=600';
  const statuses = await Promise.all(
    Array.from({ length: 2 }, async () => app.json(`/web/fetch?url=${encodeURIComponent(inner)}`)),
  );
  expect(statuses).toContainEqual({ status: 500, body: '' });
});

test('close lets running requests end and removes stores that were in memory', async () => {
  const before = temporaryFolders();
  const app = await start();
  await app.json('/web/store?do=set&key=a&value=1');
  const running = fetch(`${app.url}/web/wait?ms=300`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = app.close();
  expect(await running).toBe('waited');
  await closed;
  expect(temporaryFolders()).toEqual(before);
  await expect(fetch(`${app.url}/web/hello`)).rejects.toThrow();
});

function temporaryFolders(): string[] {
  const folder = existsSync('/dev/shm') ? '/dev/shm' : '/tmp';
  return readdirSync(folder).filter((name) => name.startsWith('spin-sidecars-'));
}
