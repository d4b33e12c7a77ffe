// Guest. W3C trace context: what a request's `traceparent` header says. An instance serves one request at a time, so the
// one that is being served is simply kept here.

/** `00-<trace id>-<span id>-<flags>`, lower case, neither id all zeros. */
const traceparent = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface TraceIds {
  traceId?: string;
  spanId?: string;
}

let ids: TraceIds = {};
let current: [string, string][] = [];

/** Labels of an exemplar that leads to the trace; empty when the request belongs to none that is recorded. */
export function exemplarLabels(header: string | null): [string, string][] {
  const { traceId, spanId, isRecorded } = parse(header);
  if (!isRecorded) return [];
  return [
    ['trace_id', traceId!],
    ['span_id', spanId!],
  ];
}

function parse(header: string | null): TraceIds & { isRecorded?: boolean } {
  const [, traceId, spanId, flags] = (header !== null && traceparent.exec(header)) || [];
  if (traceId === undefined || spanId === undefined) return {};
  return { traceId, spanId, isRecorded: (Number.parseInt(flags!, 16) & 1) === 1 };
}

/** The exemplar labels of the request that begins; what is counted from now on gets them. */
export function setRequestTrace(header: string | null): [string, string][] {
  const { traceId, spanId } = parse(header);
  ids = traceId && spanId ? { traceId, spanId } : {};
  current = exemplarLabels(header);
  return current;
}

/** Those that were set last. */
export function requestTrace(): [string, string][] {
  return current;
}

/** What leads from a log line to the trace of the request in work, recorded or not; empty when it has none. */
export function requestIds(): TraceIds {
  return ids;
}
