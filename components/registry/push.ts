// Guest. One push: one blind write under a new key. No read, so nothing to wait for and nothing to lose.
import { ErrorTag, FamilyList, lowerError, lowerReceipt, SampleList } from './bindings/metrics-registry.ts';
import { randomU64 } from './bindings/random.ts';
import { now } from './bindings/wall-clock.ts';
import { Bound, bound } from './bounds.ts';
import { Batch, ownEntry } from './entry/batch.ts';
import { Own } from './own-metrics.ts';
import { openBucket } from './storage/key-value-store.ts';
import { LogKey, logKey } from './storage/keys.ts';
import { yieldToHost } from './yield.ts';

/** Returns the lowered result of the WIT function. */
export function pushBatch(families: FamilyList, samples: SampleList): usize {
  const opened = openBucket();
  const bucket = opened.value;
  if (bucket === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const batch = new Batch();
  const fault = batch.encode(families, samples);
  if (fault !== null) {
    const key = new LogKey(now(), randomU64());
    if (samples.length > 0) bucket.set(logKey(key), ownEntry(Own.DropInvalid, samples.length));
    yieldToHost();
    return lowerError(ErrorTag.Invalid, fault);
  }
  const key = new LogKey(now(), randomU64());
  const error = bucket.set(logKey(key), batch.entry);
  yieldToHost();
  if (error !== null) return lowerError(ErrorTag.Store, `the log entry could not be written: ${error}`);
  return lowerReceipt(key.nonce % <u64>bound(Bound.PushesPerFold) === 0);
}
