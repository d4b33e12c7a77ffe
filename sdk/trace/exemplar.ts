// Guest. The exemplar that leads from a metric to the trace of the request that is being served.
import { activeIds } from './active.ts';

/** Labels; empty when the request belongs to no trace that is recorded. */
export function requestExemplar(): [string, string][] {
  const { traceId, spanId, isSampled } = activeIds();
  if (traceId === undefined || spanId === undefined || !isSampled) return [];
  return [
    ['trace_id', traceId],
    ['span_id', spanId],
  ];
}
