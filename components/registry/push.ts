// Guest. One push: one blind write under a new key. No read, so nothing to wait for and nothing to lose.

import { randomU64 } from '../compiled/random.ts';
import { Result } from '../compiled/result.ts';
import { now } from '../compiled/wall-clock.ts';
import { BatchArgument, ErrorTag, lowerError, lowerReceipt } from './bindings/metrics-registry.ts';
import { Bound, bound } from './bounds.ts';
import { Batch } from './entry/batch.ts';
import { HTTP_METRICS } from './entry/http-metrics.ts';
import { Own } from './own-metrics.ts';
import { LogKey, logKey } from './storage/keys.ts';
import { Log } from './storage/log.ts';
import { appendOwn } from './storage/own-entry.ts';
import { yieldToHost } from './yield.ts';

/** Returns the lowered result of the WIT function. */
export function pushBatch(opened: Result<Log | null>, pushed: BatchArgument): usize {
  const log = opened.value;
  if (log === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const batch = new Batch();
  const fault = batch.encode(pushed);
  if (fault !== null) {
    const samples = pushed.samples.length + HTTP_METRICS * pushed.requests.length;
    if (samples > 0) appendOwn(log, Own.DropInvalid, samples);
    yieldToHost();
    return lowerError(ErrorTag.Invalid, fault);
  }
  const key = new LogKey(now(), randomU64());
  const error = log.set(logKey(key), batch.entry);
  yieldToHost();
  if (error !== null) return lowerError(ErrorTag.Store, `the log entry could not be written: ${error}`);
  return lowerReceipt(key.nonce % <u64>bound(Bound.PushesPerFold) === 0);
}
