// Guest. One push: one blind write under a new key. No read, so nothing to wait for and nothing to lose.
import { Batch } from './batch.ts';
import { ErrorTag, FamilyList, lowerError, lowerReceipt, SampleList } from './bindings/metrics-registry.ts';
import { randomU64 } from './bindings/random.ts';
import { now } from './bindings/wall-clock.ts';
import { LogKey, logKey } from './keys.ts';
import { PUSHES_PER_FOLD } from './limits.ts';
import { openStore } from './storage.ts';
import { yieldToHost } from './yield.ts';

/** Returns the lowered result of the WIT function. */
export function pushBatch(families: FamilyList, samples: SampleList): usize {
  const batch = new Batch();
  const fault = batch.encode(families, samples);
  if (fault !== null) return lowerError(ErrorTag.Invalid, fault);
  const opened = openStore();
  const bucket = opened.value;
  if (bucket === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const key = new LogKey(now(), randomU64());
  const error = bucket.set(logKey(key), batch.entry);
  yieldToHost();
  if (error !== null) return lowerError(ErrorTag.Store, `the log entry could not be written: ${error}`);
  return lowerReceipt(key.nonce % PUSHES_PER_FOLD === 0);
}
