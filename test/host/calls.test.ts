// Outbound calls: other components, the app itself, other hosts, and what is not allowed.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './fixture/app.ts';

let app: TestApp;
let other: Server;
let otherUrl: string;
beforeAll(async () => {
  app = await startTestApp();
  other = createServer((request, response) => {
    if (request.url === '/hang') return;
    response.writeHead(201, { 'x-path': request.url ?? '' });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  other.closeAllConnections();
  other.close();
  await app.close();
});

const via = (url: string, action = 'fetch') => `/web/${action}?url=${encodeURIComponent(url)}`;

test('a component calls another one by its id, also a private one', async () => {
  expect(await app.json(via('http://inner.spin.internal/hello'))).toEqual({ status: 200, body: 'hello' });
});

test('bodies stream to and from a chained component', async () => {
  // Not both at once: the engine writes the whole request body before it looks at the response.
  const body = 'x'.repeat(2_000_000);
  const counted = await fetch(app.url + via('http://inner.spin.internal/count', 'relay'), { method: 'POST', body });
  expect(await counted.text()).toBe('2000000');
  const zeros = await fetch(app.url + via('http://inner.spin.internal/download?bytes=2000000', 'relay'));
  expect((await zeros.text()).length).toBe(2_000_000);
});

test('a chained request carries Spin headers of its own', async () => {
  const { body } = (await app.json(via('http://inner.spin.internal/a/headers?q'))) as { body: string };
  expect(Object.fromEntries(JSON.parse(body))).toMatchObject({
    'spin-path-info': '/a/headers',
    'spin-full-url': 'http://localhost/a/headers?q',
    'spin-client-addr': '0.0.0.0:0',
  });
});

test('an unknown id is refused, for "*.spin.internal" allows the components that there are, as on Spin 4', async () => {
  const result = (await app.json(via('http://nobody.spin.internal/'))) as { error: string };
  expect(result.error).toMatch(/error/i);
  expect(app.messages.join('\n')).toContain('to allow it add "http://nobody.spin.internal"');
});

test('an unknown id that is allowed by its name ends the caller, as on Spin', async () => {
  const url = `/named${via('http://nobody.spin.internal/').slice('/web'.length)}`;
  expect((await fetch(app.url + url)).status).toBe(500);
  expect(app.messages.join('\n')).toContain('found no component "nobody", expected one of web, inner, bare, named');
});

test('a callee that ends without an answer is a 500 for its caller', async () => {
  expect(await app.json(via('http://inner.spin.internal/silent'))).toMatchObject({ status: 500 });
});

test('a host that is not allowed is refused, and the log says what to add', async () => {
  const result = (await app.json('/bare/fetch?url=http%3A%2F%2Finner.spin.internal%2F')) as { error: string };
  expect(result.error).toMatch(/error/i);
  expect(app.messages.join('\n')).toContain('to allow it add "http://inner.spin.internal"');
});

test('a request to another host carries method, path and body both ways', async () => {
  const response = await fetch(app.url + via(`${otherUrl}/there?x=1`, 'relay'), { method: 'PUT', body: 'ping' });
  expect([response.status, response.headers.get('x-path'), await response.text()]).toEqual([201, '/there?x=1', 'ping']);
});

test('a DELETE to another host carries its body', async () => {
  const response = await fetch(app.url + via(`${otherUrl}/there`, 'relay'), { method: 'DELETE', body: 'ping' });
  expect([response.status, await response.text()]).toEqual([201, 'ping']);
});

test('a refused connection is an error for the guest, not its end', async () => {
  const result = (await app.json(via('http://127.0.0.1:1/'))) as { error: string };
  expect(result.error).toMatch(/error/i);
});

test('calls of one guest run at the same time as others, and waiting ones hold nobody up', async () => {
  const started = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 16 }, async () =>
      (await fetch(app.url + via('http://inner.spin.internal/wait?ms=400'))).json(),
    ),
  );
  expect(answers).toEqual(Array(16).fill({ status: 200, body: 'waited' }));
  expect(performance.now() - started).toBeLessThan(4_000);
});

test('a callee whose caller has gone does not hold its thread', async () => {
  const small = await startTestApp({ limits: { maxThreads: 2 } });
  const target = 'http://inner.spin.internal/download?bytes=5000000';
  expect(await (await fetch(small.url + via(target, 'abandon'))).text()).toBe('did not wait');
  // One of the two threads is taken, so the other must have come free.
  const waiting = fetch(`${small.url}/web/wait?ms=3000`);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  expect((await fetch(`${small.url}/web/hello`)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(1_500);
  await waiting;
  await small.close();
});

test('a dependency may use what its component may, if it inherits', async () => {
  const asked = ['web', 'bare'].map((id) => app.json(`/${id}/dependency?label=memory`));
  expect(await Promise.all(asked)).toEqual([true, false]);
});
