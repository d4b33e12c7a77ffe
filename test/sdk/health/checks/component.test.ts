import { afterEach, describe, expect, it, vi } from 'vitest';
import { component } from '../../../../sdk/health/checks/component.ts';
import { runHere } from '../../../../sdk/health/run.ts';

afterEach(() => void vi.unstubAllGlobals());

function answering(status: number): string[] {
  const urls: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    urls.push(url);
    return new Response(null, { status });
  });
  return urls;
}

describe('a check of a component', () => {
  it.each([
    [200, 'healthy'],
    [404, 'healthy'],
    [500, 'unhealthy'],
    [503, 'unhealthy'],
  ])('takes an answer of %i for %s', async (status, expected) => {
    const urls = answering(status);
    const [outcome] = await runHere([component({ id: 'items-ts', path: '/live' })]);
    expect(outcome).toMatchObject({ name: 'items-ts', status: expected });
    expect(urls).toEqual(['http://items-ts.spin.internal/live']);
  });

  it.each(['', 'http://evil', 'a.b', 'a/b', 'a@b', '-a', 'a-'])('refuses the id "%s"', (id) => {
    expect(() => component({ id })).toThrow(`found id "${id}"`);
  });

  it('refuses a path that is none', () => {
    expect(() => component({ id: 'a', path: '.evil/' })).toThrow('found path ".evil/"');
  });
});
