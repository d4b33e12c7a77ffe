// Guest. What travels between services: `traceparent`, `tracestate` and `baggage`, in headers or in MCP's `_meta`.
import {
  type Context,
  defaultTextMapGetter,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed, W3CBaggagePropagator } from '@opentelemetry/core';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const baggage = new W3CBaggagePropagator();

class Propagator implements TextMapPropagator {
  inject<C>(context: Context, carrier: C, setter: TextMapSetter<C>): void {
    if (isTracingSuppressed(context)) return;
    const spanContext = trace.getSpanContext(context);
    if (spanContext && trace.isSpanContextValid(spanContext)) {
      setter.set(carrier, 'traceparent', formatTraceparent(spanContext));
      const tracestate = spanContext.traceState?.serialize();
      if (tracestate) setter.set(carrier, 'tracestate', tracestate);
    }
    baggage.inject(context, carrier, setter);
  }

  extract<C>(context: Context, carrier: C, getter: TextMapGetter<C>): Context {
    const header = getter.get(carrier, 'traceparent');
    // two of them are none: nobody can say which is right
    const found = typeof header === 'string' ? header : header?.length === 1 ? header[0] : undefined;
    const tracestate = getter.get(carrier, 'tracestate') ?? null;
    const joined = Array.isArray(tracestate) ? tracestate.join() : tracestate;
    const spanContext = found === undefined ? undefined : parseTraceparent(found, joined);
    const withSpan = spanContext ? trace.setSpanContext(context, spanContext) : context;
    return getter.get(carrier, 'baggage') === undefined ? withSpan : baggage.extract(withSpan, carrier, getter);
  }

  fields(): string[] {
    return ['traceparent', 'tracestate', 'baggage'];
  }
}

export const propagator = new Propagator();

export const ofHeaders: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name) ?? undefined,
};

/** Of an object whose values may be anything, as a client's `_meta`. */
export const ofFields: TextMapGetter<Record<string, unknown>> = {
  keys: (fields) => Object.keys(fields),
  get(fields, name) {
    const value = defaultTextMapGetter.get(fields, name);
    return typeof value === 'string' ? value : undefined;
  },
};

export const intoHeaders: TextMapSetter<Headers> = {
  set(headers, name, value) {
    headers.set(name, value);
  },
};
