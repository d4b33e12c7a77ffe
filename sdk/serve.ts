// Guest. Wraps a fetch handler: measures the request, runs the handler, pushes once, answers. Called at a component's
// top level, which runs at build time: nothing here may touch a clock or the host before the first request.
import { answerOf } from './answer.ts';
import { Background } from './background.ts';
import { knownSize, noteResponseSizes } from './body-size.ts';
import { countStream } from './counted-stream.ts';
import { foldRegistry } from './fold.ts';
import { type Handler, handlerOf, routesOf, type Served } from './handler.ts';
import { later } from './later.ts';
import { beginRequest } from './metrics/begin-request.ts';
import { warmMetrics } from './metrics/warm.ts';
import { tellObserver } from './observer.ts';
import { pushBackground, pushRequest } from './push.ts';
import { type RouteOf, routeMatcher } from './routes.ts';
import { warmPush } from './warm-push.ts';

export interface ServeOptions {
  /** Value of the label `component`. Default: SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`. */
  component?: string;
  /** Patterns for the label `route`, such as `/users/:id` or `/files/*`. Default: those of the handler or the router. */
  routes?: readonly string[];
  /** After this time without an answer the client gets 504. 0: never. Default: a minute, as proxies have it. */
  deadlineMs?: number;
}

interface Service {
  handler: Handler;
  component: string;
  routeOf: RouteOf;
  deadlineMs: number;
}

/**
 * Serves the component's requests and records `http_requests_total`, `http_request_duration_seconds`,
 * `http_request_size_bytes` and `http_response_size_bytes`. `served` is a function or an app with `fetch`, such as
 * hono's and itty-router's. The client gets what the bare handler would have given; one that throws gives 500.
 */
export function serve(served: Served, options: ServeOptions = {}): void {
  noteResponseSizes();
  const service: Service = {
    handler: handlerOf(served),
    component: options.component ?? '',
    routeOf: routeMatcher(options.routes ?? routesOf(served)),
    deadlineMs: options.deadlineMs ?? 60_000,
  };
  warmUp(service);
  addEventListener('fetch', (event: FetchEvent) => {
    event.respondWith(respond(event, service));
  });
}

async function respond(event: FetchEvent, { handler, component, routeOf, deadlineMs }: Service): Promise<Response> {
  const started = performance.now();
  const exemplar = beginRequest(event.request.headers.get('traceparent'));
  const { request, requestBytes } = measureRequest(event.request);
  const background = new Background(event, async () => foldWhen(event, await pushBackground()));
  const response = await answerOf(() => handler(request, background), deadlineMs);
  const record = async (responseBytes: number) => {
    const measured = {
      component,
      method: request.method,
      route: routeOf(new URL(request.url).pathname),
      status: response.status,
      durationSeconds: (performance.now() - started) / 1000,
      requestBytes: requestBytes(),
      responseBytes: request.method === 'HEAD' ? 0 : responseBytes,
      exemplar,
    };
    foldWhen(event, await pushRequest(measured));
  };
  const size = knownSize(response);
  if (size === undefined) {
    return tellObserver(event.request, new Response(countStream(response.body!, record).body, response));
  }
  await record(size);
  return tellObserver(event.request, response);
}

function foldWhen(event: FetchEvent, isDue: boolean): void {
  if (isDue) event.waitUntil(later(foldRegistry));
}

/** A declared length is believed, for the host holds the client to it; a body without one is counted as it is read. */
function measureRequest(request: Request): { request: Request; requestBytes: () => number } {
  const declared = request.headers.get('content-length');
  if (declared !== null) return { request, requestBytes: () => Number(declared) };
  if (request.body === null) return { request, requestBytes: () => 0 };
  const { body, bytes } = countStream(request.body);
  return { request: new Request(request, { body, duplex: 'half' } as RequestInit), requestBytes: bytes };
}

/** Everything that a request runs of ours, once, at build time (see design decision 5 in ARCHITECTURE.md). */
function warmUp({ routeOf }: Service): void {
  routeOf('/');
  warmPush();
  warmMetrics();
  knownSize(new Response('{}', { headers: { 'content-type': 'application/json' } }));
}
