import { beforeAll, describe, expect, it } from 'vitest';
import { other, routeMatcher } from '../../sdk/routes.ts';
import { MemoryStore } from '../components/registry/support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from '../components/registry/support/registry.ts';

describe('a route pattern', () => {
  it.each([
    ['/', '/', true],
    ['/users', '/users', true],
    ['/users', '/users/', true],
    ['/users/', '/users', true],
    ['/users', '/users/7', false],
    ['/users/:id', '/users/7', true],
    ['/users/:id', '/users/7/', true],
    ['/users/:id', '/users', false],
    ['/users/:id', '/users/7/x', false],
    ['/users/:id{[0-9]+}', '/users/7', true],
    ['/users/:id{[0-9]+}', '/users/x', false],
    ['/users/:id{[}', '/users/x', true],
    ['/users/:id?', '/users', true],
    ['/users/:id?', '/users/7', true],
    ['/files/...', '/files', true],
    ['/files/...', '/files/a/b', true],
    ['/files/*', '/files/a/b', true],
    ['/files/:path+', '/files/a/b', true],
    ['/files/*', '/filesystem', false],
    ['/*/edit', '/a/edit', true],
    ['/*/edit', '/a/b/edit', false],
    ['/:name.json', '/a.json', true],
    ['/:name.json', '/aXjson', false],
    ['/a.b', '/aXb', false],
    ['/a+(b)', '/a+(b)', true],
  ])('%s, path %s: %s', (pattern, path, matches) => {
    expect(routeMatcher([pattern])(path)).toBe(matches ? pattern : other);
  });

  it('wins by being exact, then by standing first', () => {
    const routeOf = routeMatcher(['/users/:id', '/users/*', '/users/me']);
    expect(['/users/me', '/users/7', '/users/7/x'].map(routeOf)).toEqual(['/users/me', '/users/:id', '/users/*']);
  });

  it.each(['', '//', '/..', '/%ff', '/%', '/a//b', `/${'x'.repeat(100_000)}`, '/\0', '/🦊'])(
    'stands the odd path %j',
    (path) => {
      expect(routeMatcher(['/users/:id', '/a'])(path)).toBe(other);
    },
  );
});

describe('ten thousand random paths', () => {
  let instantiate: (options: Options) => Instance;
  beforeAll(async () => {
    instantiate = await loadRegistry();
  });

  it('make no series', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const routeOf = routeMatcher(['/', '/users/:id']);
    const request = (path: string) => ({
      component: 'c',
      method: 'GET',
      route: routeOf(path),
      status: 200,
      durationSeconds: 0,
      requestBytes: 0,
      responseBytes: 0,
      exemplar: [],
    });
    const push = (paths: string[]) => registry.push([], [], { requests: paths.map(request) });
    const series = () => /^sidecars_registry_series (\d+)$/m.exec(registry.text())![1];
    push(['/', '/users/0', '/nowhere']);
    const before = series();
    for (let from = 0; from < 10_000; from += 200) {
      push(Array.from({ length: 200 }, (_, at) => `/${((from + at) * 2654435761).toString(36)}/users/${from + at}`));
    }
    expect(series()).toBe(before);
    expect(registry.text()).toContain(
      'http_requests_total{component="c",method="GET",route="other",status="200"} 10001\n',
    );
  });
});
