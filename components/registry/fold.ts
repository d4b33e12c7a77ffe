// Guest. `fold`: one round, again a few times when another folder was faster.
import { mark, release } from '../compiled/arena.ts';
import { Result } from '../compiled/result.ts';
import { ErrorTag, lowerError, lowerFoldReport } from './bindings/metrics-registry.ts';
import { Own } from './own-metrics.ts';
import { Outcome, Round } from './storage/fold-round.ts';
import { appendOwn } from './storage/own-entry.ts';
import { Store } from './storage/store.ts';

/** Rounds after which a fold leaves the work to those who keep winning. */
const ATTEMPTS: i32 = 3;

/** Returns the lowered result of the WIT function. */
export function foldLog(opened: Result<Store | null>): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  let remaining: u32 = 0;
  for (let losses = 0; losses < ATTEMPTS; losses++) {
    const place = mark();
    const round = new Round(store, losses, null).run();
    if (round.outcome === Outcome.Failed) return lowerError(ErrorTag.Store, `${round.error}`);
    if (round.outcome === Outcome.Steady) return lowerFoldReport(round.merged, round.remaining);
    remaining = round.remaining;
    release(place);
  }
  appendOwn(store, Own.FoldsLost, ATTEMPTS);
  return lowerFoldReport(0, remaining);
}
