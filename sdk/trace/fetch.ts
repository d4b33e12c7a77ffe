// Guest. `fetch` as the component sees it: context travels along, and where spans are wanted each call is a client span.
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { isTracing, telemetrySettings } from '../otlp/settings.ts';
import { activeContext } from './active.ts';
import { intoHeaders, propagator } from './propagation.ts';
import { provider } from './provider.ts';
import { spanMethod } from './server-span.ts';

const tracer = provider.getTracer('spin-sidecars');

type Input = Parameters<typeof fetch>[0];
type Fetch = (input: Input, init?: RequestInit) => Promise<Response>;

/** At build time, before the tool's own code keeps the engine's function. */
export function traceFetch(): void {
  globalThis.fetch = traced(globalThis.fetch) as typeof fetch;
}

export function traced(bare: Fetch): Fetch {
  return (input, init) => {
    const context = contextOfCall();
    if (context === undefined) return bare(input, init);
    return isTracing() ? withSpan(bare, input, init, context) : bare(input, withContext(input, init, context));
  };
}

/** Undefined: there is nothing to add, or it cannot be told. */
function contextOfCall(): Context | undefined {
  try {
    const context = activeContext();
    return context === ROOT_CONTEXT ? undefined : context;
  } catch {
    return undefined;
  }
}

/** The same call with the context in its headers. What the tool put there itself is replaced. */
function withContext(input: Input, init: RequestInit | undefined, context: Context): RequestInit | undefined {
  if (!telemetrySettings().propagates) return init;
  const given = init?.headers ?? (input instanceof Request ? input.headers : undefined);
  const headers = new Headers(given);
  propagator.inject(context, headers, intoHeaders);
  return { ...init, headers };
}

async function withSpan(bare: Fetch, input: Input, init: RequestInit | undefined, parent: Context): Promise<Response> {
  const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
  const named = spanMethod(method);
  const span = tracer.startSpan(
    named === '_OTHER' ? 'HTTP' : named,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': named,
        ...(named !== method && { 'http.request.method_original': method }),
        ...addressOf(input instanceof Request ? input.url : String(input)),
      },
    },
    parent,
  );
  try {
    const response = await bare(input, withContext(input, init, trace.setSpan(parent, span)));
    span.setAttribute('http.response.status_code', response.status);
    if (response.status >= 400) {
      span.setAttribute('error.type', String(response.status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return response;
  } catch (error) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** Without what may be secret: user and password, the values of the query. */
function addressOf(text: string): Record<string, string | number> {
  try {
    const url = new URL(text);
    const { protocol, hostname, port } = url;
    const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=REDACTED`).join('&');
    return {
      'url.full': `${url.origin}${url.pathname}${query === '' ? '' : `?${query}`}`,
      'server.address': hostname,
      'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    };
  } catch {
    return {};
  }
}
