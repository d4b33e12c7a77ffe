// What a client gets from a handler inside `serve`: exactly what the bare handler gives.
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { failures, handlers } from '../fixtures/responses/handlers.ts';
import { type App, startApp } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { until } from '../support/ports.ts';

const folder = 'test/fixtures/responses';
const root = fileURLToPath(new URL('../..', import.meta.url));

let app: App;
beforeAll(async () => {
  for (const name of ['bare', 'wrapped', 'hono', 'itty']) {
    await buildComponent({
      name: `fixtures/responses/${name}`,
      folder: `${folder}/${name}`,
      sharedFolders: [folder],
      language: 'typescript',
      world: name === 'bare' ? 'plain' : 'instrumented',
    });
  }
  app = await startApp({ manifest: join(root, folder, 'spin.toml') });
});
afterAll(() => app?.stop());

interface Answer {
  status: number | undefined;
  message: string | undefined;
  headers: string[];
  body: string;
  isWhole: boolean;
}

/** What the host adds to every answer. */
const ofTheHost = /^(date|connection|keep-alive|transfer-encoding):/;
/** Bodies of undeclared length: where they end the host says in chunks or, when the whole came at once, by a length. */
const isFramedByHost = /\/(stream(?!-length).*|echo-stream|passed-on-stream|gzip|length-deleted)$/;
/** The engine makes it up for each form. */
const boundary = /(?<=FormBoundary)[\w+/]{16}/g;

/** As it comes over the wire. */
function send(path: string, method = 'GET', body?: string, headers?: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${app.url}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      const pairs = response.rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [`${name.toLowerCase()}: ${response.rawHeaders[at + 1]}`] : [],
      );
      const end = () =>
        resolve({
          status: response.statusCode,
          message: response.statusMessage,
          headers: pairs
            .filter((pair) => !ofTheHost.test(pair))
            .filter((pair) => !pair.startsWith('content-length:') || !isFramedByHost.test(path))
            .sort(),
          body: Buffer.concat(chunks).toString('latin1').replace(boundary, ''),
          isWhole: response.complete,
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', end);
      response.on('end', end);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const both = async (path: string, method = 'GET', body?: string, headers?: Record<string, string>) => [
  await send(`/bare${path}`, method, body, headers),
  await send(`/wrapped${path}`, method, body, headers),
];

const chunked = { 'transfer-encoding': 'chunked', 'x-own': 'own' };

/** Sends `text`, leaves after `ms` without another word; what has come by then. */
function leave(text: string, ms: number): Promise<string> {
  return new Promise((resolve) => {
    const { port, hostname } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    socket.write(Buffer.from(text, 'latin1'));
    setTimeout(() => socket.resetAndDestroy(), ms);
  });
}

describe('a handler inside serve', () => {
  it.each(Object.keys(handlers))('answers as the bare one: %s', async (path) => {
    const [bare, wrapped] = await both(path);
    expect(wrapped).toEqual(bare);
  });

  it.each(['/text', '/no-content', '/stream-length'])('answers HEAD as the bare one: %s', async (path) => {
    const [bare, wrapped] = await both(path, 'HEAD');
    expect(wrapped).toEqual(bare);
  });

  it.each(['/echo', '/echo-stream'])('takes a body as the bare one: %s', async (path) => {
    const [bare, wrapped] = await both(path, 'POST', 'ä'.repeat(20_000));
    expect(bare!.body).toHaveLength(40_000);
    expect(wrapped).toEqual(bare);
  });

  it.each(['/echo', '/echo-stream', '/request', '/request-unread'])(
    'takes a body of undeclared length as the bare one: %s',
    async (path) => {
      const [bare, wrapped] = await both(path, 'POST', 'ä'.repeat(20_000), chunked);
      expect(wrapped).toEqual(bare);
      expect(bare!.status).toBe(200);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'takes %s without a body as the bare one',
    async (method) => {
      const [bare, wrapped] = await both('/request', method);
      expect(wrapped).toEqual(bare);
    },
  );

  it('that fails gives 500 where the bare one does, and is counted so', async () => {
    const count = async () =>
      sumOf(await scrape(app.url), 'http_requests_total', { component: 'wrapped', status: '500' });
    const before = await count();
    for (const path of Object.keys(failures)) {
      const [bare, wrapped] = await both(path);
      expect([path, bare!.status, wrapped!.status]).toEqual([path, 500, 500]);
      expect(wrapped!.body).toBe('internal server error\n');
    }
    expect((await count()) - before).toBe(Object.keys(failures).length);
  });

  it('is counted with the sizes that passed', async () => {
    const before = await scrape(app.url);
    for (const path of ['/stream', '/large', '/passed-on-stream', '/blob']) await send(`/wrapped${path}`);
    await send('/wrapped/echo-stream', 'POST', 'x'.repeat(1000));
    await send('/wrapped/echo-stream', 'POST', 'x'.repeat(1000), chunked);
    const after = await scrape(app.url);
    const labels = { component: 'wrapped', route: '/wrapped/*' };
    const grown = (name: string) => sumOf(after, name, labels) - sumOf(before, name, labels);
    expect(grown('http_requests_total')).toBe(6);
    expect(grown('http_response_size_bytes_sum')).toBe(11 + 1_000_000 + 11 + 4 + 1000 + 1000);
    expect(grown('http_request_size_bytes_sum')).toBe(2000);
  });
});

describe('a client that leaves', () => {
  const requests = async () => sumOf(await scrape(app.url), 'http_requests_total', { component: 'wrapped' });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 1000));

  it('before the answer is counted as if it had waited', async () => {
    const before = await requests();
    await leave('GET /wrapped/slow HTTP/1.1\r\nHost: x\r\n\r\n', 100);
    await settle();
    expect((await requests()) - before).toBe(1);
  });

  it('during its upload is counted as the handler answers: it could not read the body', async () => {
    const before = await requests();
    const head = 'POST /wrapped/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked';
    await leave(`${head}\r\n\r\n5\r\nhello\r\n`, 100);
    await settle();
    expect((await requests()) - before).toBe(1);
  });

  // When this fails, the engine has learnt to cancel a body that it cannot send: docs/serve.md says otherwise.
  it('during a stream is not counted: the engine ends the instance, and no code of ours runs any more', async () => {
    const before = await requests();
    expect(await leave('GET /wrapped/endless HTTP/1.1\r\nHost: x\r\n\r\n', 300)).toContain('200 OK');
    await settle();
    expect((await requests()) - before).toBe(0);
    expect((await send('/wrapped/text')).status).toBe(200);
  });
});

describe('apps of routers', () => {
  const requestsOf = async (component: string, route: string, status: number) =>
    sumOf(await scrape(app.url), 'http_requests_total', { component, route, status: String(status) });

  it.each(['hono', 'itty'])('answer, and name their routes: %s', async (name) => {
    expect(JSON.parse((await send(`/${name}/users/7`)).body)).toEqual({ id: '7' });
    expect(await requestsOf(name, `/${name}/users/:id`, 200)).toBe(1);
    expect((await send(`/${name}/no/such/path`)).status).toBe(404);
    expect(await requestsOf(name, 'other', 404)).toBe(1);
  });

  it('have their own answer to what they throw', async () => {
    expect(await send('/hono/throws')).toMatchObject({ status: 500, body: 'Internal Server Error' });
    expect(await requestsOf('hono', '/hono/throws', 500)).toBe(1);
  });

  it('are pushed again when work has ended that goes on after the response', async () => {
    expect((await send('/hono/later')).body).toBe('begun');
    await until(
      'the work to be counted',
      async () => sumOf(await scrape(app.url), 'fixture_finished_total') === 1,
      5000,
    );
  });

  it('have the deadline of the environment when they are given none', async () => {
    expect(await send('/itty/never')).toMatchObject({ status: 504, body: 'no answer within 1000 ms\n' });
    expect(await requestsOf('itty', '/itty/never', 504)).toBe(1);
  });

  it('that do not answer in time are answered for', async () => {
    expect(await send('/hono/never')).toMatchObject({ status: 504, body: 'no answer within 500 ms\n' });
    expect(await requestsOf('hono', '/hono/never', 504)).toBe(1);
  });
});

describe('random paths', () => {
  it('make no series', async () => {
    const series = async () => sumOf(await scrape(app.url), 'sidecars_registry_series');
    await send('/hono/x');
    const before = await series();
    for (let index = 0; index < 300; index++) await send(`/hono/${(index * 2654435761).toString(36)}`);
    expect(await series()).toBe(before);
  });
});

describe('odd paths', () => {
  it.each(['//', '/..', '/%ff', '/%', '/[', '/%00', '?x', '/#x', '/%2e%2e/x', `/${'y'.repeat(5000)}`])(
    'never fail, and share one route: %j',
    async (path) => {
      for (const name of ['hono', 'itty']) {
        const others = async () =>
          sumOf(await scrape(app.url), 'http_requests_total', { component: name, route: 'other' });
        const before = await others();
        const text = await leave(`GET /${name}${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 300);
        expect(text).toContain('HTTP/1.1 404');
        expect((await others()) - before).toBe(1);
      }
    },
  );
});
