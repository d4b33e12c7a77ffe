import { Hono } from 'hono';
import { AutoRouter, type IRequest } from 'itty-router';
import { describe, expect, it } from 'vitest';
import { handlerOf, routesOf } from '../../sdk/handler.ts';
import { serveOnce } from '../support/guest/fetch-event.ts';
import { lastRequest } from '../support/guest/registry.ts';

const get = (path: string) => new Request(`http://app.test${path}`);

describe('an app of hono', () => {
  const app = new Hono();
  app.use('*', async (_, next) => next());
  app.get('/users/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id') }));
  app.post('/users/:id{[0-9]+}', (c) => c.text('posted'));
  app.route(
    '/api',
    new Hono().get('/health', (c) => c.text('ok')),
  );
  app.get('/later', (c) => {
    c.executionCtx.waitUntil(Promise.resolve());
    return c.text('x');
  });

  it('says its routes, once each, without its middleware', () => {
    expect(routesOf(app)).toEqual(['/users/:id{[0-9]+}', '/api/health', '/later']);
  });

  it('answers, and its routes are labels', async () => {
    expect(await (await serveOnce(app, get('/users/7'))).json()).toEqual({ id: '7' });
    expect(lastRequest()).toMatchObject({ route: '/users/:id{[0-9]+}', status: 200 });
    expect((await serveOnce(app, get('/nowhere'))).status).toBe(404);
    expect(lastRequest()).toMatchObject({ route: 'other', status: 404 });
    expect((await serveOnce(app, get('/later'))).status).toBe(200);
  });
});

describe('an app of itty-router', () => {
  const router = AutoRouter({ base: '/v1' });
  router.get('/users/:id', ({ params }: IRequest) => ({ id: params.id }));
  router.get('/files/:path+', () => 'file');

  it('says its routes', () => {
    expect(routesOf(router)).toEqual(['/v1/users/:id', '/v1/files/:path+']);
  });

  it('answers, and its routes are labels', async () => {
    expect(await (await serveOnce(router, get('/v1/users/7'))).json()).toEqual({ id: '7' });
    expect(lastRequest()).toMatchObject({ route: '/v1/users/:id', status: 200 });
    await serveOnce(router, get('/v1/files/a/b'));
    expect(lastRequest()).toMatchObject({ route: '/v1/files/:path+' });
    expect((await serveOnce(router, get('/x'))).status).toBe(404);
    expect(lastRequest()).toMatchObject({ route: 'other', status: 404 });
  });
});

describe('a root route', () => {
  it('is a route; middleware for every path is none', () => {
    const paths = ['/', '*', '/*', '/a'];
    expect(routesOf(Object.assign(() => new Response(), { routes: paths }))).toEqual(['/', '/a']);
  });
});

describe('a function', () => {
  it('is its own handler and knows no routes', () => {
    const handler = () => new Response('x');
    expect(handlerOf(handler)).toBe(handler);
    expect(routesOf(handler)).toEqual([]);
  });
});
