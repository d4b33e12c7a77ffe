// Guest. `expose`: folds until everything that was in the log when the call began is counted, then renders.
import { mark, release } from './bindings/arena.ts';
import { ErrorTag, lowerBytes, lowerError } from './bindings/metrics-registry.ts';
import { Outcome, Round } from './fold-round.ts';
import { LogKey } from './keys.ts';
import { COMMIT_ATTEMPTS, SCRAPE_ATTEMPTS, SCRAPE_FOLDS } from './limits.ts';
import { openStore } from './storage.ts';
import { renderText } from './text-format.ts';
import { yieldToHost } from './yield.ts';

/** Returns the lowered result of the WIT function. */
export function exposeText(): usize {
  const opened = openStore();
  const bucket = opened.value;
  if (bucket === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  // numbers, not a LogKey: they outlive the rounds, whose memory is released
  let hasHorizon = false;
  let horizonTime: u64 = 0;
  let horizonNonce: u64 = 0;
  let losses = 0;
  let folds = 0;
  while (losses < SCRAPE_ATTEMPTS && folds < SCRAPE_FOLDS) {
    const place = mark();
    const round = losses < COMMIT_ATTEMPTS ? new Round(bucket).fold() : new Round(bucket).look();
    if (round.outcome === Outcome.Failed) return lowerError(ErrorTag.Store, `${round.error}`);
    if (!hasHorizon) {
      hasHorizon = true;
      horizonTime = round.newest.time;
      horizonNonce = round.newest.nonce;
    }
    if (round.outcome === Outcome.Lost) {
      losses++;
    } else {
      folds++;
      const horizon = new LogKey(horizonTime, horizonNonce);
      const isDone = round.remaining === 0 || LogKey.compare(round.oldestRemaining, horizon) > 0;
      if (isDone) {
        const text = renderText(round.body);
        yieldToHost();
        return lowerBytes(text);
      }
    }
    release(place);
  }
  if (folds === SCRAPE_FOLDS) {
    return lowerError(
      ErrorTag.Store,
      `the log was still not merged after ${SCRAPE_FOLDS} folds: scrape again, it goes on`,
    );
  }
  return lowerError(
    ErrorTag.Store,
    `the snapshot changed ${SCRAPE_ATTEMPTS} times while it was being read: too many scrapes or folds at once; try again`,
  );
}
