// Guest. W3C trace context as text: the headers `traceparent` and `tracestate`. OpenTelemetry's own propagator writes
// flags of more than one digit wrong and passes a part of a bad tracestate on.
import { createTraceState, type SpanContext } from '@opentelemetry/api';
import { readTraceparent } from '../trace-context.ts';

/** Of the flags those that there are in version 00: sampled, and random trace id. */
const knownFlags = 3;

/** Undefined when the header cannot be read; a bad `tracestate` alone is left out. */
export function parseTraceparent(header: string, tracestate: string | null = null): SpanContext | undefined {
  const found = readTraceparent(header);
  if (!found) return undefined;
  const { traceId, spanId, flags } = found;
  const traceState = tracestate === null ? undefined : checkedTracestate(tracestate);
  return {
    traceId,
    spanId,
    traceFlags: flags & knownFlags,
    isRemote: true,
    ...(traceState !== undefined && { traceState: createTraceState(traceState) }),
  };
}

export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${(traceFlags & knownFlags).toString(16)}`;
}

const maxMembers = 32;
const key = /^[a-z][a-z0-9_\-*/]{0,255}$|^[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13}$/;
const value = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** All or nothing: who changes one member cannot know what the others are worth without it. */
function checkedTracestate(header: string): string | undefined {
  const members = header
    .split(',')
    .map((member) => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '');
  if (members.length === 0 || members.length > maxMembers) return undefined;
  const isValid = members.every((member) => {
    const at = member.indexOf('=');
    return at > 0 && key.test(member.slice(0, at)) && value.test(member.slice(at + 1));
  });
  return isValid ? members.join(',') : undefined;
}
