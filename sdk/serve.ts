// Guest. Wraps a fetch handler: measures the request, runs the handler, pushes once, answers. Called at a component's
// top level, which runs at build time: nothing here may touch a clock or the host before the first request.
import { answerOf } from './answer.ts';
import { Background } from './background.ts';
import { declaredLength, knownSize } from './body-size.ts';
import { nameComponent } from './component-name.ts';
import { countStream } from './counted-stream.ts';
import { warmEnvironment } from './environment.ts';
import { foldRegistry } from './fold.ts';
import { type Handler, handlerOf, type Served } from './handler.ts';
import { later } from './later.ts';
import { logAccess } from './log/access.ts';
import { warmLog } from './log/warm.ts';
import { beginRequest } from './metrics/begin-request.ts';
import { warmMetrics } from './metrics/warm.ts';
import { tellObserver } from './observer.ts';
import { sampling } from './profile/hook.ts';
import { pushBackground, pushRequest } from './push.ts';
import { routeLabel } from './route-label.ts';
import type { RouteOfRequest } from './routers.ts';
import { prepareTelemetry, RequestTelemetry, warmTelemetry } from './telemetry.ts';
import { requestTrace } from './trace-context.ts';
import { warmPush } from './warm-push.ts';

export interface ServeOptions {
  /** Value of the label `component`. Default: SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`. */
  component?: string;
  /** Patterns for the label `route`, such as `/users/:id` or `/files/*`. Default: those of the handler or the router. */
  routes?: readonly string[];
  /** After this time without an answer the client gets 504. 0: never. Default: SIDECARS_DEADLINE_SECONDS, else a minute. */
  deadlineMs?: number;
}

/**
 * A body up to here has left the engine when its first timer runs. A call that fails while a larger one is on its way ends
 * the instance, and the body with it (Spin 4.0.2 and the embedded host alike, when the collector is down).
 */
const promptBytes = 64 * 1024;

interface Service {
  handler: Handler;
  component: string;
  routeOf: RouteOfRequest;
  deadlineMs: number | undefined;
}

/**
 * Serves the component's requests and records `http_requests_total`, `http_request_duration_seconds`,
 * `http_request_size_bytes` and `http_response_size_bytes`. `served` is a function or an app with `fetch`, such as
 * hono's and itty-router's. The client gets what the bare handler would have given; one that throws gives 500. Throws, at
 * build time, on a deadline that is no time.
 */
export function serve(served: Served, options: ServeOptions = {}): void {
  const { deadlineMs } = options;
  if (deadlineMs !== undefined && !(deadlineMs >= 0)) {
    throw new TypeError(
      `serve: deadlineMs is ${deadlineMs}, expected milliseconds; leave it out for the default, 0 is never`,
    );
  }
  nameComponent(options.component);
  const service: Service = {
    handler: handlerOf(served),
    component: options.component ?? '',
    routeOf: routeLabel(served, options.routes),
    deadlineMs,
  };
  prepareTelemetry();
  warmUp(service);
  addEventListener('fetch', (event: FetchEvent) => {
    event.respondWith(respond(event, service));
  });
}

async function respond(event: FetchEvent, { handler, component, routeOf, deadlineMs }: Service): Promise<Response> {
  const started = performance.now();
  beginRequest(event.request.headers.get('traceparent'));
  const telemetry = new RequestTelemetry(event.request);
  const { request, requestBytes } = measureRequest(event.request);
  if (sampling.begin({ component, route: () => routeOf(request) })) event.waitUntil(later(sampling.sweep));
  const background = new Background(event, async () => {
    sampling.submit();
    await telemetry.flush();
    foldWhen(event, await pushBackground());
  });
  const response = await answerOf(() => handler(request, background), deadlineMs);
  background.answered();
  const record = async (responseBytes: number, isSlowToLeave = false) => {
    const measured = {
      component,
      method: request.method,
      route: routeOf(request),
      status: response.status,
      durationSeconds: (performance.now() - started) / 1000,
      requestBytes: requestBytes(),
      responseBytes: request.method === 'HEAD' ? 0 : responseBytes,
      exemplar: requestTrace(),
    };
    telemetry.answered(measured);
    sampling.submit();
    logAccess(measured, request.url);
    if (isSlowToLeave) await telemetry.flush();
    foldWhen(event, await pushRequest(measured));
    if (!isSlowToLeave && !background.isRunning && telemetry.hasExports()) event.waitUntil(later(background.ended));
  };
  const size = knownSize(response);
  if (size === undefined) {
    return tellObserver(event.request, new Response(countStream(response.body!, record).body, response));
  }
  await record(size, size > promptBytes && !background.isRunning);
  return tellObserver(event.request, response);
}

function foldWhen(event: FetchEvent, isDue: boolean): void {
  if (isDue) event.waitUntil(later(foldRegistry));
}

/** A declared length is believed, for the host holds the client to it; a body without one is counted as it is read. */
function measureRequest(request: Request): { request: Request; requestBytes: () => number } {
  const declared = declaredLength(request.headers);
  if (declared !== undefined) return { request, requestBytes: () => declared };
  if (request.body === null) return { request, requestBytes: () => 0 };
  const { body, bytes } = countStream(request.body);
  return { request: new Request(request, { body, duplex: 'half' } as RequestInit), requestBytes: bytes };
}

/** Everything that a request runs of ours, once, at build time (see design decision 5 in ARCHITECTURE.md). */
function warmUp({ routeOf }: Service): void {
  // hono makes its matcher for its first request, which takes a millisecond, and takes no more routes then: first let the
  // module add those that stand below `serve`
  void Promise.resolve().then(() => routeOf(new Request('http://warm.up/')));
  warmEnvironment();
  warmPush();
  warmMetrics();
  warmLog();
  warmTelemetry();
  const response = new Response('{}', { headers: { 'content-type': 'application/json' } });
  knownSize(response);
  void answerOf(() => response, 0);
  new Background({} as FetchEvent, async () => {}).answered();
  void countStream(new ReadableStream()).body.cancel();
}
