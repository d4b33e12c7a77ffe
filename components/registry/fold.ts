// Guest. `fold`: one round, again a few times when another folder was faster.
import { mark, release } from './bindings/arena.ts';
import { ErrorTag, lowerError, lowerFoldReport } from './bindings/metrics-registry.ts';
import { Outcome, Round } from './fold-round.ts';
import { FOLD_ATTEMPTS } from './limits.ts';
import { openStore } from './storage.ts';

/** Returns the lowered result of the WIT function. */
export function foldLog(): usize {
  const opened = openStore();
  const bucket = opened.value;
  if (bucket === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  let remaining: u32 = 0;
  for (let attempt = 0; attempt < FOLD_ATTEMPTS; attempt++) {
    const place = mark();
    const round = new Round(bucket).fold();
    if (round.outcome === Outcome.Failed) return lowerError(ErrorTag.Store, `${round.error}`);
    if (round.outcome === Outcome.Steady) return lowerFoldReport(round.merged, round.remaining);
    remaining = round.remaining;
    release(place);
  }
  return lowerFoldReport(0, remaining);
}
