// Guest. What is known of a request goes to the registry, in one push. A push that fails costs a line in the log.
import { Bytes } from '../compiled/bytes.ts';
import { Batch } from './bindings/registry.ts';
import * as catalogue from './catalogue.ts';
import { logFault } from './log.ts';
import { recordMcp } from './mcp/record.ts';
import { Observed } from './observed.ts';
import { Outcome, outcomeLabel } from './outcome.ts';
import { Settings } from './settings.ts';
import { isSampled, spanIdOf, traceIdOf } from './trace-context.ts';

/** Before the answer has left: what was answered was counted. */
export function record(settings: Settings, seen: Observed): void {
  seen.isRecorded = true;
  seen.durationSeconds = seen.elapsedSeconds;
  const batch = new Batch();
  if (!seen.isCounted) addRequest(batch, settings, seen);
  if (seen.outcome !== Outcome.Ok) {
    batch.count(
      catalogue.HTTP_OBSERVER_FAILURES_TOTAL,
      catalogue.HTTP_OBSERVER_FAILURES_TOTAL_HELP,
      catalogue.HTTP_OBSERVER_FAILURES_TOTAL_LABELS,
      [settings.component, Bytes.of(outcomeLabel(seen.outcome))],
    );
  }
  recordMcp(batch, settings, seen);
  if (batch.isEmpty) return;
  const error = batch.push();
  if (error !== null) logFault(settings, seen, `the metrics of this request were not stored: ${error}`);
}

function addRequest(batch: Batch, settings: Settings, seen: Observed): void {
  // only a trace that somebody else began is known to be kept somewhere
  const hasExemplar = seen.isTraced && isSampled(seen.traceparent);
  batch.addRequest(
    settings.component,
    seen.method,
    seen.route,
    seen.status,
    seen.durationSeconds,
    <f64>seen.requestBytes,
    <f64>seen.responseBytes,
    hasExemplar ? traceIdOf(seen.traceparent) : Bytes.empty(),
    hasExemplar ? spanIdOf(seen.traceparent) : Bytes.empty(),
  );
  if (seen.headSeconds < 0) return;
  batch.observe(
    catalogue.HTTP_RESPONSE_HEAD_SECONDS,
    catalogue.HTTP_RESPONSE_HEAD_SECONDS_HELP,
    catalogue.HTTP_RESPONSE_HEAD_SECONDS_UNIT,
    catalogue.HTTP_RESPONSE_HEAD_SECONDS_LABELS,
    catalogue.HTTP_RESPONSE_HEAD_SECONDS_BUCKETS,
    [settings.component, seen.route],
    seen.headSeconds,
  );
}
