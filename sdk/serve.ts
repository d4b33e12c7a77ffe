// Guest. Wraps a fetch handler: measures the request, runs the handler, pushes once, answers. Called at a component's
// top level, which runs at build time: nothing here may touch a clock or the host before the first request.
import { countBytes, knownSize, noteResponseSizes } from './body-size.ts';
import { later } from './later.ts';
import { collectMetrics } from './metrics/collect.ts';
import { foldRegistry, pushRequest } from './push.ts';
import { type RouteOf, routeMatcher } from './routes.ts';
import { warmPush } from './warm-push.ts';

export type Handler = (request: Request) => Response | Promise<Response>;

/** A handler that knows its routes, as `createTools` returns. */
export interface RoutedHandler extends Handler {
  readonly routes: readonly string[];
}

export interface ServeOptions {
  /** Value of the label `component`. Default: SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`. */
  component?: string;
  /** Patterns for the label `route`, such as `/users/:id` or `/files/...`. Default: the handler's own, else none. */
  routes?: readonly string[];
}

/**
 * Serves the component's requests with `handler` and records `http_requests_total`, `http_request_duration_seconds`,
 * `http_request_size_bytes` and `http_response_size_bytes`. A handler that throws is answered with 500. The client
 * gets what the bare handler would have given.
 */
export function serve(handler: Handler | RoutedHandler, options: ServeOptions = {}): void {
  noteResponseSizes();
  const routeOf = routeMatcher(options.routes ?? ('routes' in handler ? handler.routes : []));
  warmUp(routeOf);
  addEventListener('fetch', (event: FetchEvent) => {
    event.respondWith(answer(event, handler, options, routeOf));
  });
}

async function answer(event: FetchEvent, handler: Handler, options: ServeOptions, routeOf: RouteOf): Promise<Response> {
  const started = performance.now();
  const { request, requestBytes } = measureRequest(event.request);
  const response = await run(handler, request);
  const record = async (responseBytes: number) => {
    const measured = {
      component: options.component ?? '',
      method: request.method,
      route: routeOf(new URL(request.url).pathname),
      status: response.status,
      durationSeconds: (performance.now() - started) / 1000,
      requestBytes: requestBytes(),
      responseBytes: request.method === 'HEAD' ? 0 : responseBytes,
      exemplar: [],
    };
    if (await pushRequest(measured)) event.waitUntil(later(foldRegistry));
  };
  const size = knownSize(response);
  if (size === undefined) return new Response(countBytes(response.body!, record).body, response);
  await record(size);
  return response;
}

async function run(handler: Handler, request: Request): Promise<Response> {
  try {
    return await handler(request);
  } catch (error) {
    const text = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    console.error(`spin-sidecars: the handler failed: ${text}`);
    return new Response('internal server error\n', { status: 500, headers: { 'content-type': 'text/plain' } });
  }
}

/** A declared length is believed, for the host holds the client to it; a body without one is counted as it is read. */
function measureRequest(request: Request): { request: Request; requestBytes: () => number } {
  const declared = request.headers.get('content-length');
  if (declared !== null) return { request, requestBytes: () => Number(declared) };
  if (request.body === null) return { request, requestBytes: () => 0 };
  const { body, bytes } = countBytes(request.body);
  return { request: new Request(request, { body, duplex: 'half' } as RequestInit), requestBytes: bytes };
}

/** Everything that a request runs of ours, once, at build time (see design decision 5 in ARCHITECTURE.md). */
function warmUp(routeOf: RouteOf): void {
  routeOf('/');
  warmPush();
  void collectMetrics();
  knownSize(new Response('{}', { headers: { 'content-type': 'application/json' } }));
}
