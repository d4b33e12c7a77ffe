import { afterEach, describe, expect, it } from 'vitest';
import { serveOnce } from '../support/guest/fetch-event.ts';
import { registry } from '../support/guest/registry.ts';

afterEach(() => registry.reset());

const request = (headers: Record<string, string>) => new Request('http://app.test/', { headers });

describe('serve behind an observer', () => {
  it.each([
    ['a response', () => new Response('x', { status: 201, headers: { 'x-a': 'b' } })],
    ['a stream', () => new Response(new Blob(['x']).stream(), { status: 201, headers: { 'x-a': 'b' } })],
    [
      'a response that cannot be changed',
      () => {
        const response = new Response('x', { status: 201, headers: { 'x-a': 'b' } });
        response.headers.set = () => {
          throw new TypeError('immutable');
        };
        return response;
      },
    ],
  ])('says that it counts the request: %s', async (_, make) => {
    const told = await serveOnce(make, request({ 'sidecars-observed': '1' }));
    expect([told.status, told.headers.get('sidecars-counted'), told.headers.get('x-a')]).toEqual([201, '1', 'b']);
    expect(await told.text()).toBe('x');
    expect(registry.pushes).toHaveLength(1);
  });

  it('says nothing to anybody else', async () => {
    const response = await serveOnce(() => new Response('x'), request({}));
    expect([...response.headers.keys()]).toEqual(['content-length', 'content-type']);
  });
});
