// Guest. What `serve` takes: a function, or the app of a router.

/** What a handler gets beside the request. hono has it as `c.executionCtx`, itty-router as a further argument. */
export interface Context {
  /** Keeps the instance alive for work that goes on after the response; its metrics are pushed when it has ended. */
  waitUntil(work: Promise<unknown>): void;
  /** Does nothing: for apps that were written for other platforms. */
  passThroughOnException(): void;
}

export type Handler = (request: Request, context: Context) => Response | Promise<Response>;

/** A handler that knows its routes, as `createTools` returns. */
export interface RoutedHandler extends Handler {
  readonly routes: readonly string[];
}

/** An app with `fetch`, as hono and itty-router make them. `env` is an empty object. */
export interface FetchApp {
  // biome-ignore lint/suspicious/noExplicitAny: every router has its own idea of these arguments
  fetch(request: any, env?: any, context?: any): Response | Promise<Response>;
  /** Its routes: hono's `{ path }`, or itty-router's `[method, expression, handlers, path]`. */
  readonly routes?: readonly unknown[];
}

export type Served = Handler | RoutedHandler | FetchApp;

export function handlerOf(served: Served): Handler {
  return typeof served === 'function' ? served : (request, context) => served.fetch(request, {}, context);
}

/** The patterns of the routes that a handler or a router's app knows. */
export function routesOf(served: Served): string[] {
  const routes: readonly unknown[] = ('routes' in served && served.routes) || [];
  return [...new Set(routes.map(pathOf))].filter((path) => path !== undefined && !/^\/?\*+$/.test(path)) as string[];
}

function pathOf(route: unknown): string | undefined {
  if (typeof route === 'string') return route;
  const path = Array.isArray(route) ? route[3] : (route as { path?: unknown }).path;
  return typeof path === 'string' ? path : undefined;
}
