import { expect, test } from 'vitest';
import { Router } from '../../host/router.ts';

function routerOf(...routes: (string | undefined)[]): Router {
  return new Router(routes.map((route) => ({ component: route ?? 'private', route })));
}

test.each([
  ['/a', '/a', ''],
  ['/a/', '/a', ''],
  ['/a/x', '/a/...', '/x'],
  ['/a/b', '/a/b/...', ''],
  ['/a/b/c', '/a/b/...', '/c'],
  ['/a/b/', '/a/b/...', ''],
  ['/u/7', '/u/:id', ''],
  ['/u/me', '/u/me', ''],
  ['/', '/...', ''],
  ['/x/y', '/...', '/x/y'],
])('%s goes to %s with path info "%s"', (path, route, pathInfo) => {
  const router = routerOf('/...', '/a/...', '/a', '/a/b/...', '/u/:id', '/u/me');
  expect(router.match(path)).toMatchObject({ component: route, rawRoute: route, pathInfo });
});

test('the order in the manifest does not matter', () => {
  expect(routerOf('/a', '/...').match('/a')?.component).toBe('/a');
  expect(routerOf('/...', '/a').match('/a')?.component).toBe('/a');
});

test('parameters are given by name', () => {
  expect(routerOf('/a/:x/b/:y/...').match('/a/1/b/2/c')).toMatchObject({
    parameters: [
      ['x', '1'],
      ['y', '2'],
    ],
    componentRoute: '/a/:x/b/:y',
    pathInfo: '/c',
  });
});

test('private routes and unknown paths match nothing', () => {
  expect(routerOf(undefined, '/a').match('/b')).toBeUndefined();
});
