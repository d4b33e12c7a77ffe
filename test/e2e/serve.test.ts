// What a client gets from a handler inside `serve`: exactly what the bare handler gives.
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { handlers } from '../fixtures/responses/handlers.ts';
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
/** Streams of undeclared length: where they end the host says in chunks or, when the whole came at once, by a length. */
const isFramedByHost = /\/(stream(-empty|-fails|-type)?|echo-stream|passed-on-stream)$/;

/** As it comes over the wire. */
function send(path: string, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${app.url}${path}`, { method }, (response) => {
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
          body: Buffer.concat(chunks).toString('latin1'),
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

const both = async (path: string, method = 'GET', body?: string) => [
  await send(`/bare${path}`, method, body),
  await send(`/wrapped${path}`, method, body),
];

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

  it('is counted with the sizes that passed', async () => {
    const before = await scrape(app.url);
    for (const path of ['/stream', '/large', '/passed-on-stream', '/blob']) await send(`/wrapped${path}`);
    await send('/wrapped/echo-stream', 'POST', 'x'.repeat(1000));
    const after = await scrape(app.url);
    const labels = { component: 'wrapped', route: '/wrapped/*' };
    const grown = (name: string) => sumOf(after, name, labels) - sumOf(before, name, labels);
    expect(grown('http_requests_total')).toBe(5);
    expect(grown('http_response_size_bytes_sum')).toBe(11 + 1_000_000 + 11 + 4 + 1000);
    expect(grown('http_request_size_bytes_sum')).toBe(1000);
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
