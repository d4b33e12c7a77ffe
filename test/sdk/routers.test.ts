import { type Context, Hono } from 'hono';
import { Hono as QuickHono } from 'hono/quick';
import { AutoRouter, type IRequest, IttyRouter, Router } from 'itty-router';
import { describe, expect, it, vi } from 'vitest';
import type { FetchApp } from '../../sdk/handler.ts';
import { serve } from '../../sdk/serve.ts';
import { serveOnce } from '../support/guest/fetch-event.ts';
import { lastRequest } from '../support/guest/registry.ts';

const text = (c: Context) => c.text('x');

async function routeOf(app: FetchApp, path: string, method = 'GET'): Promise<string> {
  await serveOnce(app, new Request(`http://app.test${path}`, { method }));
  return lastRequest().route;
}

const pass = async (_: Context, next: () => Promise<void>) => next();

const apps = { hono: () => new Hono(), 'hono/quick': () => new QuickHono() };

describe.each(Object.entries(apps))('%s', (_, makeApp) => {
  it('names the route behind its middleware', async () => {
    const app = makeApp();
    app.use(pass);
    app.use('/api/*', pass);
    app.get('/api/users/:id', pass, text);
    expect(await routeOf(app, '/api/users/7')).toBe('/api/users/:id');
    expect(await routeOf(app, '/api/users/7', 'HEAD')).toBe('/api/users/:id');
    expect(await routeOf(app, '/api/nothing')).toBe('/api/*');
    expect(await routeOf(app, '/nothing')).toBe('other');
  });

  it('names the route that answers: of the right method, the first that was added', async () => {
    const app = makeApp();
    app.get('/users/:id', text);
    app.get('/users/me', text);
    app.post('/users/:name', text);
    app.get('*', text);
    expect(await routeOf(app, '/users/me')).toBe('/users/:id');
    expect(await routeOf(app, '/users/me', 'POST')).toBe('/users/:name');
    expect(await routeOf(app, '/anything')).toBe('other');
  });

  it.each([
    ['/:user-id/x', '/7/x'],
    ['/users/:id{[0-9]+}', '/users/7'],
    ['/animal/:type?', '/animal'],
    ['/animal/:type?', '/animal/cat'],
    ['/wild/*/card', '/wild/a/card'],
    ['/files/:rest{.+}', '/files/a/b/c'],
    ['/date/:date{[0-9]+/[0-9]+}', '/date/1/2'],
    ['/ä/:id', '/%C3%A4/7'],
  ])('knows its own patterns: %s, path %s', async (pattern, path) => {
    const app = makeApp();
    app.get(pattern, text);
    expect((await serveOnce(app, new Request(`http://app.test${path}`))).status).toBe(200);
    expect(lastRequest().route).toBe(pattern);
  });

  it('names routes of apps within it, with error handlers of their own too', async () => {
    const inner = makeApp().get('/health', text);
    inner.onError((_, c) => c.text('failed', 500));
    inner.use('/health', pass);
    const app = makeApp().basePath('/v1');
    app.use('*', pass);
    app.route('/api', inner);
    app.mount('/other', () => new Response('mounted'));
    expect(await routeOf(app, '/v1/api/health')).toBe('/v1/api/health');
    expect(await routeOf(app, '/v1/other/a/b')).toBe('/v1/other/*');
  });

  it('takes routes that are added after it was handed over', async () => {
    vi.stubGlobal('addEventListener', vi.fn());
    const app = makeApp();
    serve(app);
    app.get('/late/:id', text);
    vi.unstubAllGlobals();
    await Promise.resolve();
    expect((await app.request('/late/7')).status).toBe(200);
  });

  it.each(['/%ff', '/%', '//', '/..', '/a//b', '/%00', `/${'x'.repeat(10_000)}`])('stands %s', async (path) => {
    const app = makeApp();
    app.get('/users/:id', text);
    expect(await routeOf(app, path)).toBe('other');
  });
});

describe.each([
  ['AutoRouter', AutoRouter],
  ['Router', Router],
  ['IttyRouter', IttyRouter],
])('itty-router, %s', (_, makeRouter) => {
  const answer = () => new Response('x');

  it('names the route that answered, not the middleware before it', async () => {
    const router = makeRouter({ base: '/v1' });
    router.all('*', () => {});
    router.all('/api/*', () => {});
    router.get('/api/users/:id', answer);
    router.get('/api/files/:path+', answer);
    router.post('/api/users/:name', answer);
    router.all('/end', answer);
    expect(await routeOf(router, '/v1/api/users/7')).toBe('/v1/api/users/:id');
    expect(await routeOf(router, '/v1/api/users/7', 'POST')).toBe('/v1/api/users/:name');
    expect(await routeOf(router, '/v1/api/files/a/b')).toBe('/v1/api/files/:path+');
    expect(await routeOf(router, '/v1/end')).toBe('/v1/end');
  });

  it('has one value for what only a route for all paths answers', async () => {
    const router = makeRouter();
    router.get('/users/:id', answer);
    router.all('*', () => new Response('none', { status: 404 }));
    expect(await routeOf(router, '/nothing')).toBe('other');
    expect(await routeOf(router, '/%ff')).toBe('other');
  });

  it('names the routes of a router within it', async () => {
    const inner = makeRouter({ base: '/api' });
    inner.get('/users/:id', ({ params }: IRequest) => new Response(params.id));
    const router = makeRouter();
    router.all('/api/*', inner.fetch);
    expect(await routeOf(router, '/api/users/7')).toBe('/api/users/:id');
  });
});

describe('hono’s router', () => {
  it('is ready before the first request', async () => {
    vi.stubGlobal('addEventListener', vi.fn());
    const app = new Hono();
    app.get('/users/:id', text);
    serve(app);
    vi.unstubAllGlobals();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(() => app.get('/too/late', text)).toThrow('matcher is already built');
  });
});
