// Guest. OTEL_TRACES_EXPORTER=console: spans as lines of the log, for people who try things out.
import { type HrTime, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { logger } from '../log/logger.ts';
import { runIn } from './active.ts';

const seconds = ([whole, nanoseconds]: HrTime): number => whole + nanoseconds / 1e9;

/** A line each, with the span's own ids. */
export function printSpans(spans: readonly ReadableSpan[]): void {
  for (const span of spans) {
    const context = trace.setSpanContext(ROOT_CONTEXT, span.spanContext());
    runIn(context, () => logger.info(`span ${span.name}`, fieldsOf(span)));
  }
}

function fieldsOf(span: ReadableSpan): Record<string, unknown> {
  return {
    kind: SpanKind[span.kind].toLowerCase(),
    parent_span_id: span.parentSpanContext?.spanId,
    start: new Date(seconds(span.startTime) * 1000).toISOString(),
    duration_seconds: seconds(span.duration),
    status: SpanStatusCode[span.status.code].toLowerCase(),
    status_message: span.status.message,
    attributes: span.attributes,
    events: span.events.map(({ name, attributes }) => ({ name, attributes })),
    links: span.links.map(({ context }) => ({ trace_id: context.traceId, span_id: context.spanId })),
  };
}
