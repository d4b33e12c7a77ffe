// Guest. A path becomes one of a handful of route patterns: a label may never hold what a client made up.

/** The value shared by all paths that match no pattern. */
export const other = 'other';

export type RouteOf = (path: string) => string;

/**
 * Patterns as Spin and the common routers write them: `/exact`, `/users/:id`, `/users/:id{[0-9]+}`, `/users/:id?`,
 * `/files/*`, `/files/:path+`, `/files/...`. An exact one wins, then the first that matches. A slash at the end of a
 * path makes no difference.
 */
export function routeMatcher(patterns: readonly string[]): RouteOf {
  if (patterns.length === 0) return () => other;
  const exact = new Map(patterns.filter(isExact).map((pattern) => [withoutSlash(pattern), pattern]));
  const compiled = patterns
    .filter((pattern) => !isExact(pattern))
    .map((pattern) => ({ pattern, expression: toExpression(pattern) }));
  return (path) => {
    const found = exact.get(withoutSlash(path));
    if (found !== undefined) return found;
    return compiled.find(({ expression }) => expression.test(path))?.pattern ?? other;
  };
}

const isExact = (pattern: string): boolean => !/[:*]|\/\.\.\.$/.test(pattern);

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

function toExpression(pattern: string): RegExp {
  const segments = pattern.split('/').slice(1);
  const last = segments.length - 1;
  const body = segments.map((segment, index) => segmentExpression(segment, index === last)).join('');
  return new RegExp(`^${body}/?$`);
}

/** With the slash before it. */
function segmentExpression(segment: string, isLast: boolean): string {
  if (isLast && (segment === '...' || segment === '*' || /^:\w+[+*]$/.test(segment))) return '(?:/.*)?';
  if (segment === '*') return '/[^/]+';
  const [, name, constraint, optional] = /^:(\w+)(?:\{(.+)\})?(\??)$/.exec(segment) ?? [];
  if (name === undefined)
    return `/${segment.replace(/:\w+/g, '\0').replace(special, '\\$&').replaceAll('\0', '[^/]+')}`;
  const expression = `/${isExpression(constraint) ? `(?:${constraint})` : '[^/]+'}`;
  return optional ? `(?:${expression})?` : expression;
}

const special = /[.*+?^${}()|[\]\\]/g;

/** What a router takes for an expression that the engine does not is no reason to fail: any segment matches then. */
function isExpression(text: string | undefined): text is string {
  if (text === undefined) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
