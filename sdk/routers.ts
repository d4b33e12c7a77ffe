// Guest. Which of its routes a router took, asked of the router itself: patterns matched a second time by rules of our own
// would name the middleware that stands before a route, or a route of another method.
import type { FetchApp } from './handler.ts';
import { other } from './routes.ts';

/** The pattern of the route that answered, once it has. */
export type RouteOfRequest = (request: Request) => string;

interface HonoRoute {
  path: string;
  handler: HonoHandler;
}

type HonoHandler = ((...parameters: never[]) => unknown) & {
  /** The handler of an app within an app that has its own `onError`. */
  __COMPOSED_HANDLER?: HonoHandler;
};

interface HonoApp {
  getPath(request: Request, options: { env: object }): string;
  /** What `match` gives begins with the handlers in the order in which they run, each as [[handler, route], parameters]. */
  router: {
    match(method: string, path: string): readonly [readonly (readonly [readonly [unknown, HonoRoute], unknown])[]];
  };
}

const isHono = (app: object): app is HonoApp => typeof (app as Partial<HonoApp>).router?.match === 'function';

/** A list of [method, expression, handlers, path]. */
const isItty = ({ routes }: FetchApp): boolean => Array.isArray(routes) && routes.every(Array.isArray);

/** Undefined for an app that is neither hono's nor itty-router's. */
export function routeOfRouter(app: FetchApp): RouteOfRequest | undefined {
  if (isHono(app)) return (request) => honoRoute(app, request);
  return isItty(app) ? ittyRoute : undefined;
}

const isForAllPaths = (path: string): boolean => /^\/?\*+$/.test(path);

/** The handler that answers: the first that takes no `next`, as hono itself tells them apart; else the last middleware. */
function honoRoute(app: HonoApp, request: Request): string {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const [matched] = app.router.match(method, app.getPath(request, { env: {} }));
  const routes = matched.map(([[, route]]) => route).filter(({ path }) => !isForAllPaths(path));
  return (routes.find(({ handler }) => innermost(handler).length < 2) ?? routes.at(-1))?.path ?? other;
}

function innermost(handler: HonoHandler): HonoHandler {
  const { __COMPOSED_HANDLER: inner } = handler;
  return inner ? innermost(inner) : handler;
}

/** itty-router writes the route that it tries into the request. */
function ittyRoute(request: Request): string {
  const { route } = request as { route?: unknown };
  return typeof route === 'string' && !isForAllPaths(route) ? route : other;
}
