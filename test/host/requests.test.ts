// What a guest sees of a request and a client sees of an answer.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './fixture/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('the body, status and headers of a guest reach the client', async () => {
  const response = await fetch(`${app.url}/web/status?code=418&body=short`);
  expect([response.status, await response.text()]).toEqual([418, 'short']);
  expect(response.headers.get('content-length')).toBe('5');
});

test('every request runs on a fresh instance', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => app.json('/web/served')));
  expect(answers).toEqual(Array(12).fill(1));
});

test("Spin's request headers are appended after the client's own", async () => {
  const sent = { 'spin-path-info': 'forged', 'x-mine': 'a' };
  const headers = (await app.json('/item/7/x/headers?q=1', { headers: sent })) as [string, string][];
  const last = Object.fromEntries(headers.map(([name, value]) => [name, value.split(', ').at(-1)]));
  expect(last).toMatchObject({
    'x-mine': 'a',
    'spin-path-info': '/x/headers',
    'spin-full-url': `${app.url}/item/7/x/headers?q=1`,
    'spin-matched-route': '/item/:id/...',
    'spin-raw-component-route': '/item/:id/...',
    'spin-component-route': '/item/:id',
    'spin-base-path': '/',
    'spin-path-match-id': '7',
  });
  expect(last['spin-client-addr']).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(Object.keys(last)).not.toContain('connection');
});

test('a guest sees method, host, path and query as they were sent', async () => {
  expect(await app.json('/web/method?a=%20b', { method: 'DELETE' })).toEqual({
    method: 'DELETE',
    url: `${app.url}/web/method?a=%20b`,
  });
});

test('repeated response headers stay separate lines', async () => {
  const response = await fetch(`${app.url}/web/cookies`);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test.each([204, 304])('status %i has no body', async (code) => {
  const { status, body, headers } = await raw('GET', `/web/status?code=${code}`);
  expect([status, body, headers['transfer-encoding']]).toEqual([code, '', undefined]);
});

test('HEAD gives the headers and no body', async () => {
  const { status, body, headers } = await raw('HEAD', '/web/hello');
  expect([status, body, headers['content-type']]).toEqual([200, '', 'text/plain;charset=UTF-8']);
});

test('a path without a route, and a private component, are 404', async () => {
  const statuses = await Promise.all(
    ['/nowhere', '/inner/hello', '/'].map(async (path) => (await fetch(app.url + path)).status),
  );
  expect(statuses).toEqual([404, 404, 404]);
});

test('the well-known health path answers OK by itself', async () => {
  expect(await (await fetch(`${app.url}/.well-known/spin/health`)).text()).toBe('OK');
});

test('environment and variables are those of the component', async () => {
  expect(await app.json('/web/environment')).toEqual([['PLACE', 'test']]);
  expect(await app.json('/web/variable?name=message')).toEqual({ value: 'good day, all' });
  expect(await app.json('/web/variable?name=greeting')).toEqual({ error: 'undefined' });
  expect(await app.json('/web/variable?name=Bad-Name')).toEqual({ error: 'invalid-name' });
  expect(await app.json('/bare/environment')).toEqual([]);
});

test('a guest goes on after its answer, until its event loop ends', async () => {
  expect(await (await fetch(`${app.url}/web/later?key=late`)).text()).toBe('answered');
  expect(await app.json('/web/store?do=get&key=late')).toEqual({ value: null });
  await expect.poll(() => app.json('/web/store?do=get&key=late')).toEqual({ value: 'late' });
});

test('what guests print arrives as whole lines, in the log files too', async () => {
  await Promise.all(['aaa', 'bbb'].map((text) => fetch(`${app.url}/web/log?lines=50&text=${text}`)));
  const printed = app.lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
  for (const text of ['aaa', 'bbb']) {
    expect(printed.filter((line) => line.startsWith(text))).toEqual(
      Array.from({ length: 50 }, (_, i) => `${text} ${i}`),
    );
  }
  expect(app.lines).toContainEqual({ component: 'web', stream: 'stderr', text: 'to stderr' });
  const { readFileSync } = await import('node:fs');
  expect(readFileSync(`${app.folder}/.spin/logs/web_stdout.txt`, 'utf8')).toContain('bbb 49\n');
  expect(readFileSync(`${app.folder}/.spin/logs/web_stderr.txt`, 'utf8')).toBe('to stderr\nto stderr\n');
});

/** Without the conveniences of fetch. */
function raw(method: string, path: string) {
  return new Promise<{ status?: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(`${app.url}${path}`, { method }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    sent.on('error', reject).end();
  });
}
