// Guest. The label `route` of a request: from explicit patterns, from the router, or from the list that a handler carries.
import { routesOf, type Served } from './handler.ts';
import { type RouteOfRequest, routeOfRouter } from './routers.ts';
import { other, routeMatcher } from './routes.ts';

/** Asked when the handler has answered. Never throws: a path that cannot be read is `other`. */
export function routeLabel(served: Served, patterns?: readonly string[]): RouteOfRequest {
  const routeOf = patterns ? byPatterns(patterns) : byItself(served);
  return (request) => {
    try {
      return routeOf(request);
    } catch {
      return other;
    }
  };
}

function byItself(served: Served): RouteOfRequest {
  const router = typeof served === 'function' ? undefined : routeOfRouter(served);
  return router ?? byPatterns(routesOf(served));
}

function byPatterns(patterns: readonly string[]): RouteOfRequest {
  if (patterns.length === 0) return () => other;
  const match = routeMatcher(patterns);
  return (request) => match(new URL(request.url).pathname);
}
