// Guest. The trace of the request in work, as logs and metrics want it. An instance serves one request at a time, so the one
// that is being served is simply kept here. Knows nothing of spans: who only logs need not carry a tracer.

export interface TraceIds {
  traceId?: string | undefined;
  spanId?: string | undefined;
}

export interface Trace extends TraceIds {
  /** Whether somebody records it. */
  isSampled?: boolean;
}

/** Version, trace id, span id, flags, and what a version that is not known yet may have behind them. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

export interface Traceparent {
  traceId: string;
  spanId: string;
  flags: number;
}

/** Undefined when the header cannot be read. */
export function readTraceparent(header: string): Traceparent | undefined {
  const [, version, traceId, spanId, flags, rest] = form.exec(header.trim()) ?? [];
  if (version === undefined || (version === '00' && rest !== undefined)) return undefined;
  return { traceId: traceId!, spanId: spanId!, flags: Number.parseInt(flags!, 16) };
}

let current: () => Trace = () => ({});

/** Asked each time: which span is active changes within a request. */
export function setTraceSource(source: () => Trace): void {
  current = source;
}

/** The request that begins has this `traceparent`; what is logged and counted from now on gets it. */
export function setRequestTrace(header: string | null): void {
  const trace = traceOf(header);
  current = () => trace;
}

function traceOf(header: string | null): Trace {
  const found = header === null ? undefined : readTraceparent(header);
  return found ? { traceId: found.traceId, spanId: found.spanId, isSampled: (found.flags & 1) === 1 } : {};
}

/** Labels of the exemplar that leads to the request's trace; empty when it belongs to none that is recorded. */
export function requestTrace(): [string, string][] {
  const { traceId, spanId, isSampled } = current();
  if (!traceId || !spanId || !isSampled) return [];
  return [
    ['trace_id', traceId],
    ['span_id', spanId],
  ];
}

/** What leads from a log line to the trace of the request in work, recorded or not; empty when it has none. */
export function requestIds(): TraceIds {
  const { traceId, spanId } = current();
  return traceId && spanId ? { traceId, spanId } : {};
}
