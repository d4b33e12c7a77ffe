// Guest. The spans of one request, until they are sent: started ones counted, ended ones kept.
import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { drop } from '../otlp/drops.ts';

/** Of one request; what OpenTelemetry puts into one export. */
export const maxSpans = 512;

let ended: ReadableSpan[] = [];
/** Started and not ended. */
let open = 0;
let isSent = false;

export const recorder: SpanProcessor = {
  onStart() {
    if (isSent) drop('spans', 'unfinished', 1);
    else open++;
  },
  onEnd(span) {
    if (isSent) return; // counted when the others were sent, or when it began
    open--;
    // the last place is kept for the request's own span, which ends last
    const places = span.kind === SpanKind.SERVER ? maxSpans : maxSpans - 1;
    if (ended.length < places) ended.push(span);
    else drop('spans', 'limit', 1);
  },
  async forceFlush() {},
  async shutdown() {},
};

/** A request begins. */
export function beginRecording(): void {
  ended = [];
  open = 0;
  isSent = false;
}

/** What has ended. What has not, or starts after this, never will be sent and is counted. */
export function takeSpans(): ReadableSpan[] {
  const spans = ended;
  drop('spans', 'unfinished', open);
  ended = [];
  open = 0;
  isSent = true;
  return spans;
}

/** Whether any were started. */
export function hasSpans(): boolean {
  return open > 0 || ended.length > 0;
}
