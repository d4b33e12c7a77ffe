// Guest. The span of the request that is being served, by OpenTelemetry's conventions for HTTP. It is made when something
// first needs it: until then the context may still come from elsewhere, as MCP's does, which is in the body.
import {
  type Attributes,
  type Context,
  type HrTime,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { isTracing, telemetrySettings } from '../otlp/settings.ts';
import { setRequestContext } from './active.ts';
import { ofFields, ofHeaders, propagator } from './propagation.ts';
import { provider } from './provider.ts';
import { beginRecording } from './recorder.ts';

const tracer = provider.getTracer('spin-sidecars');

/** Methods that a span names; the convention has one name for all others. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);

export function spanMethod(method: string): string {
  return methods.has(method) ? method : '_OTHER';
}

/** What is known of a request when it has been answered. */
export interface Served {
  route: string;
  status: number;
  requestBytes: number;
  responseBytes: number;
}

export class ServerSpan {
  readonly #request: Request;
  /** Unix time. */
  readonly #startedMs: number;
  /** On the clock that has fractions. */
  readonly #startedAt: number;
  #parent: Context;
  #links: Link[] = [];
  #context: Context | undefined;

  /** Not before there is a request: host calls. */
  constructor(request: Request) {
    this.#request = request;
    this.#startedMs = Date.now();
    this.#startedAt = performance.now();
    const { headers } = request;
    const hasContext = headers.has('traceparent') || headers.has('baggage');
    this.#parent =
      hasContext && telemetrySettings().propagates
        ? propagator.extract(ROOT_CONTEXT, headers, ofHeaders)
        : ROOT_CONTEXT;
    beginRecording();
    setRequestContext(() => this.context);
  }

  /** What everything in the request belongs to. */
  get context(): Context {
    this.#context ??= this.#begin();
    return this.#context;
  }

  /**
   * Makes the trace that a message names (MCP's `_meta`) the request's, in place of the one in its headers, which is
   * linked. Of no effect when the span is there already, or when the message names none.
   */
  adopt(fields: Record<string, unknown>): void {
    if (this.#context || typeof fields.traceparent !== 'string' || !telemetrySettings().propagates) return;
    const found = propagator.extract(this.#parent, fields, ofFields);
    const ofHeader = trace.getSpanContext(this.#parent);
    const ofMessage = trace.getSpanContext(found);
    if (ofMessage === ofHeader) return;
    if (ofHeader && ofHeader.spanId !== ofMessage?.spanId) this.#links = [{ context: ofHeader }];
    this.#parent = found;
  }

  /** Of no effect where no spans are wanted, or not this one. */
  end({ route, status, requestBytes, responseBytes }: Served): void {
    if (!isTracing()) return;
    const span = trace.getSpan(this.context)!;
    if (!span.isRecording()) return;
    const isRouted = route !== 'other';
    // a handler may have given it a name of its own
    if (isRouted && (span as Span & { name: string }).name === this.#name) span.updateName(`${this.#name} ${route}`);
    span.setAttributes({
      ...(isRouted && { 'http.route': route }),
      'http.response.status_code': status,
      'http.request.body.size': requestBytes,
      'http.response.body.size': responseBytes,
    });
    if (status >= 500) {
      span.setAttribute('error.type', String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(unixTime(this.#startedMs + performance.now() - this.#startedAt));
  }

  get #name(): string {
    const method = spanMethod(this.#request.method);
    return method === '_OTHER' ? 'HTTP' : method;
  }

  #begin(): Context {
    if (!isTracing()) return this.#parent;
    const options = {
      kind: SpanKind.SERVER,
      startTime: unixTime(this.#startedMs),
      attributes: this.#attributes(),
      links: this.#links,
    };
    return trace.setSpan(this.#parent, tracer.startSpan(this.#name, options, this.#parent));
  }

  #attributes(): Attributes {
    const { method, url, headers } = this.#request;
    const { protocol, hostname, port, pathname } = new URL(url);
    const named = spanMethod(method);
    const agent = headers.get('user-agent');
    return {
      'http.request.method': named,
      ...(named !== method && { 'http.request.method_original': method }),
      'url.scheme': protocol.slice(0, -1),
      'url.path': pathname,
      'server.address': hostname,
      ...(port !== '' && { 'server.port': Number(port) }),
      ...(agent !== null && { 'user_agent.original': agent }),
    };
  }
}

/** In milliseconds a number may be taken for one of the other clock. */
function unixTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

let current: ServerSpan | undefined;

/** The request begins. */
export function beginServerSpan(request: Request): ServerSpan {
  current = new ServerSpan(request);
  return current;
}

/** The request's span while it is recorded; for components of ours, which know more of the request than HTTP says. */
export function requestSpan(): Span | undefined {
  const span = current && trace.getSpan(current.context);
  return span?.isRecording() ? span : undefined;
}

export { SpanStatusCode };

/** See `ServerSpan.adopt`. */
export function adoptTrace(fields: Record<string, unknown>): void {
  current?.adopt(fields);
}
