// Guest. OpenTelemetry's tracer for @opentelemetry/api, made at build time; what the environment says of it is asked in the
// first request. Where no spans are wanted, the API's own that does nothing is given.
import {
  type Context,
  context as contextApi,
  propagation,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { type Sampler, SamplingDecision, TracerProvider as SdkTracerProvider } from '@opentelemetry/sdk-trace';
import { logger } from '../log/logger.ts';
import { isTracing, telemetrySettings } from '../otlp/settings.ts';
import { phase } from '../phase.ts';
import { ActiveContext, activeContext } from './active.ts';
import { ids } from './ids.ts';
import { propagator } from './propagation.ts';
import { recorder } from './recorder.ts';
import { resource } from './resource.ts';
import { samplerNames, samplerOf } from './samplers.ts';

/** A text is kept up to here, so that no span grows without end. */
const maxValueCharacters = 8192;

let sampler: Sampler | undefined;

/** The one that the environment names, looked up with the first span. */
const sampling: Sampler = {
  shouldSample(...span) {
    if (!phase.isServing) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    sampler ??= configured();
    return sampler.shouldSample(...span);
  },
  toString: () => 'as OTEL_TRACES_SAMPLER says',
};

function configured(): Sampler {
  const { sampler: name, samplerRatio } = telemetrySettings();
  const found = samplerOf(name, samplerRatio);
  if (found) return found;
  logger.warn(`OTEL_TRACES_SAMPLER is "${name}", expected ${samplerNames.join(', ')}; it is parentbased_always_on`);
  return samplerOf('parentbased_always_on', 1)!;
}

export const provider = new SdkTracerProvider({
  resource,
  sampler: sampling,
  idGenerator: ids,
  spanProcessors: [recorder],
  spanLimits: { attributeValueLengthLimit: maxValueCharacters },
});

/** What `trace.getTracer` gives, most often at a top level, before anybody can know whether spans are wanted. */
class LateTracer implements Tracer {
  readonly #tracer: Tracer;

  constructor(name: string, version?: string, options?: { schemaUrl?: string }) {
    this.#tracer = provider.getTracer(name, version, options);
  }

  startSpan(name: string, options?: SpanOptions, context: Context = activeContext()): Span {
    if (isTracing()) return this.#tracer.startSpan(name, options, context);
    return trace.wrapSpanContext(trace.getSpanContext(context) ?? noSpan);
  }

  startActiveSpan<F extends (span: Span) => ReturnType<F>>(name: string, ...rest: unknown[]): ReturnType<F> {
    const work = rest.pop() as F;
    const [options, given] = rest as [SpanOptions | undefined, Context | undefined];
    const parent = given ?? activeContext();
    const span = this.startSpan(name, options, parent);
    return contextApi.with(trace.setSpan(parent, span), work, undefined, span);
  }
}

const noSpan = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };

const tracers = new Map<string, LateTracer>();

const lateProvider: TracerProvider = {
  getTracer(name, version, options) {
    const key = [name, version, options?.schemaUrl].join('\n');
    const tracer = tracers.get(key) ?? new LateTracer(name, version, options);
    tracers.set(key, tracer);
    return tracer;
  },
};

/** Makes this what @opentelemetry/api gives to tools. Once, at build time. */
export function registerWithApi(): void {
  trace.setGlobalTracerProvider(lateProvider);
  contextApi.setGlobalContextManager(new ActiveContext().enable());
  propagation.setGlobalPropagator(propagator);
}
