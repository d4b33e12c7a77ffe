// Guest. What is known of one request that passes, as it becomes known.

import { Bytes } from '../compiled/bytes.ts';
import { monotonicNow } from '../compiled/monotonic-clock.ts';
import { Excerpt } from './excerpt.ts';
import { Outcome } from './outcome.ts';

export class Observed {
  readonly startedAt: u64 = monotonicNow();
  /** As it was sent. */
  method: Bytes = Bytes.empty();
  /** Without the query. */
  path: Bytes = Bytes.empty();
  route: Bytes = Bytes.empty();
  /** Of a header that can be read, or one that we made. */
  traceparent: Bytes = Bytes.empty();
  /** True: the client named the trace. */
  isTraced: bool = false;
  mcpProtocolVersion: Bytes = Bytes.empty();
  /** What the client gets. */
  status: i32 = 0;
  outcome: Outcome = Outcome.Ok;
  /** What the log says about the outcome. */
  cause: string = '';
  requestBytes: u64 = 0;
  responseBytes: u64 = 0;
  durationSeconds: f64 = 0;
  /** Until the head was sent, where the body followed it; negative: all at once. */
  headSeconds: f64 = -1;
  /** The target counts its requests itself. */
  isCounted: bool = false;
  /** Of MCP messages. */
  request: Excerpt | null = null;
  response: Excerpt | null = null;

  get elapsedSeconds(): f64 {
    return <f64>(monotonicNow() - this.startedAt) / 1e9;
  }

  /** True: what happens now is no part of what is counted. */
  isRecorded: bool = false;

  /** The first failure is the one that counts. */
  fail(outcome: Outcome, cause: string): void {
    if (this.isRecorded || this.outcome !== Outcome.Ok) return;
    this.outcome = outcome;
    this.cause = cause;
  }
}
