// Guest. OTEL_TRACES_EXPORTER=console: spans as lines of the log, for people who try things out.
import { type HrTime, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { logSpan } from '../log/logger.ts';

const seconds = ([whole, nanoseconds]: HrTime): number => whole + nanoseconds / 1e9;

export function printSpans(spans: readonly ReadableSpan[]): void {
  for (const span of spans) {
    const { traceId, spanId } = span.spanContext();
    logSpan(
      new Date(seconds(span.endTime) * 1000),
      { traceId, spanId },
      {
        name: span.name,
        kind: SpanKind[span.kind].toLowerCase(),
        parent_span_id: span.parentSpanContext?.spanId,
        start: new Date(seconds(span.startTime) * 1000),
        duration_seconds: seconds(span.duration),
        status: SpanStatusCode[span.status.code].toLowerCase(),
        status_message: span.status.message,
        attributes: span.attributes,
        events: span.events.map(({ name, attributes }) => ({ name, attributes })),
        links: span.links.map(({ context }) => ({ trace_id: context.traceId, span_id: context.spanId })),
      },
    );
  }
}
