// Guest, build time. One request with its spans that nobody sees, so that everything of it is compiled and frozen into the
// component. The engine has no clock at build time, and the tracer asks for it.
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { takeDropped } from '../otlp/drops.ts';
import { type TelemetrySettings, useTelemetrySettings } from '../otlp/settings.ts';
import { activeContext, setRequestContext } from './active.ts';
import { traced } from './fetch.ts';
import { provider } from './provider.ts';
import { takeSpans } from './recorder.ts';
import { samplerOf } from './samplers.ts';
import { ServerSpan } from './server-span.ts';

const turns = 3;

const everything: TelemetrySettings = {
  traces: undefined,
  printsTraces: true,
  logs: undefined,
  sampler: '',
  samplerRatio: 1,
  propagates: true,
  faults: [],
};

const traceparent = '00-00000000000000000000000000000001-0000000000000001-01';

/** Gives the spans, for the warm-up of what comes after them. */
export function warmTrace(): ReadableSpan[] {
  // the tracer keeps this object, so it is the object that gets a clock, over that of its prototype
  Object.defineProperty(performance, 'now', { value: () => 1, configurable: true });
  Object.defineProperty(performance, 'timeOrigin', { value: 0, configurable: true });
  useTelemetrySettings(everything);
  try {
    return Array.from({ length: turns }, warmRequest).at(-1)!;
  } finally {
    useTelemetrySettings(undefined);
    takeDropped(); // the call above has no end
    Reflect.deleteProperty(performance, 'now');
    Reflect.deleteProperty(performance, 'timeOrigin');
    setRequestContext(() => ROOT_CONTEXT);
  }
}

function warmRequest(): ReadableSpan[] {
  const headers = { traceparent, tracestate: 'a=b', baggage: 'a=b', 'user-agent': 'warm-up' };
  const server = new ServerSpan(new Request('http://warm.up:1/path?query=1', { method: 'POST', headers }));
  const child = provider.getTracer('spin-sidecars').startSpan('warm-up', { attributes: { a: 1 } }, activeContext());
  child.addEvent('warm-up', { a: true });
  child.recordException(new Error('warm-up'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'warm-up' });
  child.end();
  // no answer: what goes on later would find no clock
  void traced(() => new Promise(() => {}))('http://warm.up/', { method: 'POST' });
  for (const name of ['parentbased_always_on', 'traceidratio']) {
    samplerOf(name, 0.5)!.shouldSample(activeContext(), '1'.repeat(32), 'warm-up', 1, {}, []);
  }
  trace.getActiveSpan();
  server.end({ route: '/', status: 500, requestBytes: 0, responseBytes: 0 });
  return takeSpans();
}
