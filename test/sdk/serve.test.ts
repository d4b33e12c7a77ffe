import { Counter, register } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampling } from '../../sdk/profile/hook.ts';
import { serve } from '../../sdk/serve.ts';
import { serveOnce } from '../support/guest/fetch-event.ts';
import { lastPush, lastRequest, registry } from '../support/guest/registry.ts';

const get = (path = '/') => new Request(`http://app.test${path}`);

function locked(): Response {
  const response = new Response(new Blob(['abc']).stream());
  response.body!.getReader();
  return response;
}

let logged: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  registry.reset();
  logged = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => logged.mockRestore());

describe('serve', () => {
  it('pushes what it measured of one request in one push, before it answers', async () => {
    const request = new Request('http://app.test/', {
      method: 'POST',
      body: 'four',
      headers: { 'content-length': '4' },
    });
    const response = await serveOnce(async () => new Response('æther'), request);
    expect(await response.text()).toBe('æther');
    expect(registry.pushes).toHaveLength(1);
    const { durationSeconds, ...pushed } = lastRequest();
    expect(pushed).toEqual({
      component: '',
      method: 'POST',
      route: 'other',
      status: 200,
      requestBytes: 4,
      responseBytes: 6,
      exemplar: [],
    });
    expect(durationSeconds).toBeGreaterThanOrEqual(0);
    expect(durationSeconds).toBeLessThan(1);
  });

  it('leaves no count behind from its warm-up', async () => {
    await serveOnce(async () => new Response(null), get());
    expect(registry.pushes).toHaveLength(1);
    expect(registry.pushes[0]!.requests).toHaveLength(1);
    expect(registry.pushes[0]!.samples).toEqual([]);
  });

  it.each([
    ['a string', () => new Response('abc'), 3],
    ['nothing', () => new Response(null, { status: 204 }), 0],
    ['JSON', () => Response.json({ a: 1 }), 7],
    ['bytes', () => new Response(new Uint8Array(9)), 9],
  ])('knows the size of a body made from %s', async (_, make, bytes) => {
    await serveOnce(make, get());
    expect(lastRequest().responseBytes).toBe(bytes);
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
    expect(lastRequest()).toMatchObject({ status: 201, responseBytes: 11 });
    expect(response.headers.get('x-a')).toBe('b');
  });

  it('counts a request body of undeclared length as the handler reads it', async () => {
    const body = new Blob(['12345']).stream();
    const request = new Request('http://app.test/', { method: 'POST', body, duplex: 'half' } as RequestInit);
    const response = await serveOnce(async (received) => new Response(await received.text()), request);
    expect(await response.text()).toBe('12345');
    expect(lastRequest().requestBytes).toBe(5);
  });

  it('answers 500 when the handler throws, counts it and logs it once', async () => {
    const response = await serveOnce(() => Promise.reject(new Error('broken')), get());
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('internal server error\n');
    expect(lastRequest().status).toBe(500);
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
    expect(registry.pushes.map(({ requests }) => requests.length)).toEqual([1]);
    expect(logged).toHaveBeenCalledOnce();
    expect(String(logged.mock.calls[0])).toContain('metric "odd": refused');
  });

  it('folds once after the response when the registry asks for it', async () => {
    registry.foldDue = true;
    await serveOnce(async () => new Response('x'), get());
    expect(registry.folds).toBe(1);
  });

  it('never makes a label of the path that a client made up, but of the pattern it matches', async () => {
    const options = { routes: ['/users/:id', '/files/...'] };
    const routeOf = async (path: string) => {
      await serveOnce(async () => new Response('x'), get(path), options);
      return lastRequest().route;
    };
    expect(await routeOf('/users/7')).toBe('/users/:id');
    expect(await routeOf('/users/7/x')).toBe('other');
    expect(await routeOf('/files/a/b')).toBe('/files/...');
    expect(await routeOf(`/${'x'.repeat(500)}`)).toBe('other');
  });

  it('counts an aborted stream once, with what had passed', async () => {
    let cancelled: unknown;
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const response = await serveOnce(() => new Response(stream), get());
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel('client gone');
    expect(cancelled).toBe('client gone');
    expect(registry.pushes).toHaveLength(1);
    expect(lastRequest().responseBytes).toBeGreaterThanOrEqual(10);
  });

  it('counts a stream that fails, and lets it fail for the client', async () => {
    const stream = new ReadableStream({
      pull() {
        throw new Error('broken off');
      },
    });
    const response = await serveOnce(() => new Response(stream), get());
    await expect(response.text()).rejects.toThrow('broken off');
    expect(registry.pushes).toHaveLength(1);
    expect(lastRequest()).toMatchObject({ status: 200, responseBytes: 0 });
  });

  it('pushes once, whatever a client does that leaves a silent stream', async () => {
    let isFirst = true;
    const stream = new ReadableStream({
      pull(controller) {
        if (!isFirst) return new Promise(() => {});
        isFirst = false;
        controller.enqueue(new Uint8Array(10));
      },
    });
    const reader = (await serveOnce(() => new Response(stream), get())).body!.getReader();
    await reader.read();
    void reader.read();
    await reader.cancel('client gone');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(registry.pushes).toHaveLength(1);
    expect(lastRequest().responseBytes).toBe(10);
  });

  it('believes a length that the handler declares, and leaves that response alone', async () => {
    const headers = { 'content-length': '3' };
    const made = new Response(new Blob(['abc']).stream(), { headers });
    const response = await serveOnce(() => made, get());
    expect(response).toBe(made);
    expect(lastRequest().responseBytes).toBe(3);
  });

  it.each([
    ['nothing', undefined, 'it returned undefined, expected a Response'],
    ['a text', 'hello', 'it returned hello, expected a Response'],
    ['a Response that is being read', locked(), 'it returned a Response whose body has been read'],
  ])('answers 500 when the handler returns %s', async (_, returned, expected) => {
    const response = await serveOnce((() => returned) as never, get());
    expect(response.status).toBe(500);
    expect(String(logged.mock.calls[0])).toContain(expected);
  });

  it('answers 504 when the handler does not, and counts it once', async () => {
    let finish: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      finish = resolve;
    });
    const response = await serveOnce(() => late, get(), { deadlineMs: 10 });
    expect(response.status).toBe(504);
    expect(await response.text()).toBe('no answer within 10 ms\n');
    finish(new Response('too late'));
    await late;
    expect(registry.pushes).toHaveLength(1);
    expect(lastRequest().status).toBe(504);
    expect(logged).toHaveBeenCalledOnce();
  });

  it('pushes what was measured after the response when that work ends, and nothing when nothing was', async () => {
    const jobs = new Counter({ name: 'jobs_total', help: 'Jobs' });
    await serveOnce((_, context) => {
      context.waitUntil(new Promise((resolve) => setTimeout(resolve, 10)).then(() => jobs.inc(2)));
      context.waitUntil(Promise.reject(new Error('job failed')));
      return new Response('x');
    }, get());
    register.clear();
    expect(registry.pushes.map(({ requests, samples }) => [requests.length, samples.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(lastPush()).toEqual({ 'jobs_total{}': 2 });
    expect(String(logged.mock.calls)).toContain('work given to waitUntil failed: job failed');
    await serveOnce((_, context) => {
      context.waitUntil(Promise.resolve());
      return new Response('x');
    }, get());
    expect(registry.pushes).toHaveLength(3);
  });

  it('has one push for work that ends before the answer, and a waitUntil that can be taken out of the context', async () => {
    const jobs = new Counter({ name: 'early_jobs_total', help: 'Jobs' });
    await serveOnce(async (_, { waitUntil }) => {
      const work = Promise.resolve().then(() => jobs.inc());
      waitUntil(work);
      await work;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return new Response('x');
    }, get());
    register.clear();
    expect(registry.pushes).toHaveLength(1);
    expect(lastPush()).toEqual({ 'early_jobs_total{}': 1 });
  });

  it('pushes what was measured while a stream goes on when that work ends, not when the stream does', async () => {
    const jobs = new Counter({ name: 'stream_jobs_total', help: 'Jobs' });
    const response = await serveOnce((_, context) => {
      context.waitUntil(new Promise((resolve) => setTimeout(resolve, 5)).then(() => jobs.inc()));
      return new Response(new Blob(['abc']).stream());
    }, get());
    expect(lastPush()).toEqual({ 'stream_jobs_total{}': 1 });
    await response.text();
    register.clear();
    expect(registry.pushes.map(({ requests }) => requests.length)).toEqual([0, 1]);
  });

  it('takes a length that is no number for none', async () => {
    const request = new Request('http://app.test/', { headers: { 'content-length': 'abc' } });
    await serveOnce(() => new Response('x', { headers: { 'content-length': '1' } }), request);
    expect(lastRequest()).toMatchObject({ requestBytes: 0, responseBytes: 1 });
  });

  it.each([-1, Number.NaN])('does not take %s for a deadline', (deadlineMs) => {
    expect(() => serve(() => new Response('x'), { deadlineMs })).toThrow(`deadlineMs is ${deadlineMs}, expected`);
  });

  it('gives the duration the trace of the request as exemplar', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await serveOnce(() => new Response('x'), new Request('http://app.test/', { headers: { traceparent } }));
    expect(lastRequest().exemplar).toEqual([
      ['trace_id', '0af7651916cd43dd8448eb211c80319c'],
      ['span_id', 'b7ad6b7169203331'],
    ]);
  });

  it('takes the component’s name from its option, else leaves it to the registry', async () => {
    await serveOnce(async () => new Response('x'), get(), { component: 'named' });
    expect(lastRequest().component).toBe('named');
    await serveOnce(async () => new Response('x'), get());
    expect(lastRequest().component).toBe('');
  });
});

describe('the sampler in a component with safepoints', () => {
  it('begins before the handler, hands over before the answer is pushed, and sweeps after it', async () => {
    const order: string[] = [];
    const asleep = { ...sampling };
    Object.assign(sampling, {
      begin: ({ component, route }: { component: string; route(): string }) => {
        order.push(`begin ${component} ${route()}`);
        return true;
      },
      submit: () => order.push(`submit, ${registry.pushes.length} pushes`),
      sweep: () => order.push('sweep'),
    });
    const handler = () => {
      order.push('handler');
      return new Response('ok');
    };
    await serveOnce(handler, get('/a'), { component: 'tool', routes: ['/a'] });
    Object.assign(sampling, asleep);
    expect(order).toEqual(['begin tool /a', 'handler', 'submit, 0 pushes', 'sweep']);
  });
});
