// Against a real server: down, slow, wrong status, garbage, TLS that nobody trusts.

import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpOptions, http } from '../../../../sdk/health/checks/http.ts';
import { runHere } from '../../../../sdk/health/run.ts';
import { freePort } from '../../../support/ports.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://x');
    if (pathname === '/slow') return;
    if (pathname === '/garbage') {
      response.socket?.end('no HTTP at all\r\n\r\n');
      return;
    }
    if (pathname === '/endless') {
      const more = () => response.write('x'.repeat(10_000), more);
      more();
      return;
    }
    const status = Number(pathname.slice(1));
    response.writeHead(status, status === 301 ? { location: '/200' } : {});
    response.end(`status ok, sent ${request.headers['x-key'] ?? 'no key'}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const found = async (path: string, options: Partial<HttpOptions> = {}) =>
  (await runHere([http({ url: `${url}${path}`, deadlineMs: 300, ...options })]))[0]!;

describe('a check of a URL', () => {
  it.each<[string, string, Partial<HttpOptions>]>([
    ['2xx', '/204', {}],
    ['the status it expects', '/404', { status: 404 }],
    ['a class that it expects', '/301', { status: '3xx' }],
    ['the body it expects', '/200', { body: 'status ok' }],
    ['what its headers ask for', '/200', { body: 'sent 123', headers: { 'x-key': '123' } }],
  ])('is healthy for %s', async (_, path, options) => {
    expect(await found(path, options)).toMatchObject({ status: 'healthy' });
  });

  it.each<[string, string, Partial<HttpOptions>, string]>([
    ['500', '/500', {}, 'answered 500, expected 2xx'],
    ['a redirect', '/301', {}, 'answered 301, expected 2xx'],
    ['another body', '/200', { body: 'fine' }, 'expected it to contain "fine"'],
    ['a body without end', '/endless', { body: 'fine' }, 'expected it to contain "fine"'],
    ['no answer in time', '/slow', {}, 'no answer within 300 ms'],
    ['what is no HTTP', '/garbage', {}, ''],
  ])('is unhealthy for %s', async (_, path, options, reason) => {
    const outcome = await found(path, options);
    expect(outcome.status).toBe('unhealthy');
    expect(outcome.reason).toContain(reason);
  });

  it('is unhealthy when nothing listens, and when the name resolves to nothing', async () => {
    for (const address of [`http://127.0.0.1:${await freePort()}/`, 'http://nowhere.invalid/']) {
      const outcome = await found('', { url: address });
      expect(outcome).toMatchObject({ status: 'unhealthy', reason: expect.any(String) });
    }
  });

  it('is unhealthy when there is no TLS to speak of', async () => {
    const secure = createTlsServer();
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as AddressInfo;
    expect(await found('', { url: `https://127.0.0.1:${port}/` })).toMatchObject({ status: 'unhealthy' });
    secure.close();
  });

  it.each([
    [{ url: 'ftp://x' }, 'found url "ftp://x"'],
    [{ url: 'http://x', status: '20x' }, 'found status "20x"'],
    [{ url: 'http://x', status: 99 }, 'found status "99"'],
  ])('refuses %j', (options, message) => {
    expect(() => http(options)).toThrow(message);
  });
});
