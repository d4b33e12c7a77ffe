// Node, tests. What a route pattern matches: sdk/routes.ts and components/http-observer/routes.ts are judged by the same
// list.

/** Pattern, path, whether it matches. */
export const routeCases: [pattern: string, path: string, matches: boolean][] = [
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
];

/** Of several patterns, the one that a path is counted under. */
export const routeChoices: [patterns: string[], path: string, chosen: string][] = [
  [['/users/:id', '/users/*', '/users/me'], '/users/me', '/users/me'],
  [['/users/:id', '/users/*', '/users/me'], '/users/7', '/users/:id'],
  [['/users/:id', '/users/*', '/users/me'], '/users/7/x', '/users/*'],
  [['/a', '/b/...'], '/c', 'other'],
];

/** A guest without expressions takes these for any segment. */
export const isExpression = (pattern: string) => /\{[^[]*\[.+\].*\}/.test(pattern);

export const oddPaths = ['', '//', '/..', '/%ff', '/%', '/a//b', `/${'x'.repeat(100_000)}`, '/\0', '/🦊'];
