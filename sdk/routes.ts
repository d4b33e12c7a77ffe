// Guest. A path becomes one of a handful of route patterns: a label may never hold what a client made up.

/** The value shared by all paths that match no pattern. */
export const other = 'other';

export type RouteOf = (path: string) => string;

/** Patterns: `/exact`, `/users/:id`, `/files/...`. The first that matches wins. */
export function routeMatcher(patterns: readonly string[]): RouteOf {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('/:') && !pattern.endsWith('/...')));
  const compiled = patterns
    .filter((pattern) => !exact.has(pattern))
    .map((pattern) => ({ pattern, expression: toExpression(pattern) }));
  return (path) => {
    if (exact.has(path)) return path;
    return compiled.find(({ expression }) => expression.test(path))?.pattern ?? other;
  };
}

function toExpression(pattern: string): RegExp {
  const wildcard = pattern.endsWith('/...');
  const body = (wildcard ? pattern.slice(0, -4) : pattern)
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${body}${wildcard ? '(?:/.*)?' : ''}$`);
}
