import { beforeAll, describe, expect, it } from 'vitest';
import { other, routeMatcher } from '../../sdk/routes.ts';
import { MemoryStore } from '../components/registry/support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from '../components/registry/support/registry.ts';
import { oddPaths, routeCases, routeChoices } from '../support/route-cases.ts';

describe('a route pattern', () => {
  it.each(routeCases)('%s, path %s: %s', (pattern, path, matches) => {
    expect(routeMatcher([pattern])(path)).toBe(matches ? pattern : other);
  });

  it.each(routeChoices)('of %j has for path %s: %s', (patterns, path, chosen) => {
    expect(routeMatcher(patterns)(path)).toBe(chosen);
  });

  it.each(oddPaths)('stands the odd path %j', (path) => {
    expect(routeMatcher(['/users/:id', '/a'])(path)).toBe(other);
  });
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
