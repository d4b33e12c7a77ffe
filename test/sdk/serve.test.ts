import { Counter, register } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveOnce } from '../support/guest/fetch-event.ts';
import { lastPush, registry } from '../support/guest/registry.ts';

const get = (path = '/') => new Request(`http://app.test${path}`);
const labels = (status: number, route = 'other', method = 'GET') =>
  `component="unit",method="${method}",route="${route}",status="${status}"`;

let logged: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  registry.reset();
  logged = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => logged.mockRestore());

describe('serve', () => {
  it('pushes the four HTTP metrics of one request in one push, before it answers', async () => {
    const request = new Request('http://app.test/', {
      method: 'POST',
      body: 'four',
      headers: { 'content-length': '4' },
    });
    const response = await serveOnce(async () => new Response('æther'), request);
    expect(await response.text()).toBe('æther');
    expect(registry.pushes).toHaveLength(1);
    const pushed = lastPush();
    const series = labels(200, 'other', 'POST');
    expect(pushed[`http_requests_total{${series}}`]).toBe(1);
    expect(pushed[`http_request_size_bytes{${series}}`]).toEqual([4]);
    expect(pushed[`http_response_size_bytes{${series}}`]).toEqual([6]);
    const [seconds] = pushed[`http_request_duration_seconds{${series}}`] as number[];
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(1);
  });

  it('leaves no count behind from its warm-up', async () => {
    await serveOnce(async () => new Response(null), get());
    expect(registry.pushes).toHaveLength(1);
    expect(registry.pushes[0]!.samples).toHaveLength(4);
  });

  it.each([
    ['a string', () => new Response('abc'), 3],
    ['nothing', () => new Response(null, { status: 204 }), 0],
    ['JSON', () => Response.json({ a: 1 }), 7],
    ['bytes', () => new Response(new Uint8Array(9)), 9],
  ])('knows the size of a body made from %s', async (_, make, bytes) => {
    const response = await serveOnce(make, get());
    expect(lastPush()[`http_response_size_bytes{${labels(response.status)}}`]).toEqual([bytes]);
  });

  it('counts a streamed body as it passes and pushes before its end reaches the client', async () => {
    const chunks = ['one', 'two', 'three'];
    const stream = new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const response = await serveOnce(() => new Response(stream, { status: 201, headers: { 'x-a': 'b' } }), get());
    expect(registry.pushes).toHaveLength(0);
    expect(await response.text()).toBe('onetwothree');
    expect(registry.pushes).toHaveLength(1);
    expect(lastPush()[`http_response_size_bytes{${labels(201)}}`]).toEqual([11]);
    expect(response.headers.get('x-a')).toBe('b');
  });

  it('counts a request body of undeclared length as the handler reads it', async () => {
    const body = new Blob(['12345']).stream();
    const request = new Request('http://app.test/', { method: 'POST', body, duplex: 'half' } as RequestInit);
    const response = await serveOnce(async (received) => new Response(await received.text()), request);
    expect(await response.text()).toBe('12345');
    expect(lastPush()[`http_request_size_bytes{${labels(200, 'other', 'POST')}}`]).toEqual([5]);
  });

  it('answers 500 when the handler throws, counts it and logs it once', async () => {
    const response = await serveOnce(() => Promise.reject(new Error('broken')), get());
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('internal server error\n');
    expect(lastPush()[`http_requests_total{${labels(500)}}`]).toBe(1);
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).toContain('broken');
  });

  it('does not fail the tool when the registry fails: one line, no second try', async () => {
    registry.failure = { payload: { tag: 'store', val: 'access denied' } };
    const response = await serveOnce(async () => new Response('fine'), get());
    expect(await response.text()).toBe('fine');
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).toContain('store: access denied');
  });

  it('keeps the built-in metrics when the registry refuses one of the tool’s own', async () => {
    const odd = new Counter({ name: 'odd', help: 'Odd' });
    registry.refuses = 'odd';
    const handler = async () => {
      odd.inc();
      return new Response('fine');
    };
    expect(await (await serveOnce(handler, get())).text()).toBe('fine');
    register.clear();
    expect(lastPush()[`http_requests_total{${labels(200)}}`]).toBe(1);
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).toContain('metric "odd": refused');
  });

  it('folds once after the response when the registry asks for it', async () => {
    registry.foldDue = true;
    await serveOnce(async () => new Response('x'), get());
    expect(registry.folds).toBe(1);
  });

  it('never makes a label of what a client made up: paths by pattern, methods from the standard set', async () => {
    const options = { routes: ['/users/:id', '/files/...'] };
    const routeOf = async (path: string) => {
      await serveOnce(async () => new Response('x'), get(path), options);
      return /route="([^"]*)"/.exec(Object.keys(lastPush())[0]!)![1];
    };
    expect(await routeOf('/users/7')).toBe('/users/:id');
    expect(await routeOf('/users/7/x')).toBe('other');
    expect(await routeOf('/files/a/b')).toBe('/files/...');
    expect(await routeOf(`/${'x'.repeat(500)}`)).toBe('other');
    await serveOnce(async () => new Response('x'), new Request('http://app.test/', { method: 'BREW' }));
    expect(Object.keys(lastPush())[0]).toContain('method="other"');
  });

  it('takes the component’s name from its option before the environment', async () => {
    await serveOnce(async () => new Response('x'), get(), { component: 'named' });
    expect(Object.keys(lastPush())[0]).toContain('component="named"');
  });
});
