// Guest. `expose`: folds until everything that was in the log when the call began is counted, then renders.
import { mark, release } from '../compiled/arena.ts';
import { Result } from '../compiled/result.ts';
import { now } from '../compiled/wall-clock.ts';
import { ErrorTag, lowerError, lowerExposition } from './bindings/metrics-registry.ts';
import { boundsError } from './bounds.ts';
import { Own } from './own-metrics.ts';
import { ExpositionOptions, RegistryFacts, renderExposition } from './snapshot/exposition.ts';
import { Outcome, Round } from './storage/fold-round.ts';
import { LogAtStart } from './storage/log-at-start.ts';
import { appendOwn } from './storage/own-entry.ts';
import { Store } from './storage/store.ts';
import { yieldToHost } from './yield.ts';

/** Times a scrape starts again after losing. Whoever won has merged what was in the log, so few losses are possible. */
const ATTEMPTS: i32 = 24;
/** Folds in one scrape: a million log entries. What is committed stays, so the next scrape goes on from there. */
const MAX_FOLDS: i32 = 256;

/** Returns the lowered result of the WIT function. */
export function expose(opened: Result<Store | null>, options: ExpositionOptions): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  let badSetup = boundsError();
  if (badSetup === null) badSetup = store.setupError();
  if (badSetup !== null) return lowerError(ErrorTag.Store, badSetup);
  const log = new LogAtStart();
  let losses = 0;
  let folds = 0;
  let merged: u32 = 0;
  const deadline = options.timeoutMs === 0 ? u64.MAX_VALUE : now() + <u64>options.timeoutMs * 1_000_000;
  while (losses < ATTEMPTS && folds < MAX_FOLDS) {
    const place = mark();
    const round = new Round(store, losses, log).run();
    if (round.outcome === Outcome.Failed) return lowerError(ErrorTag.Store, `${round.error}`);
    log.note(round);
    if (round.outcome === Outcome.Lost) {
      losses++;
    } else {
      folds++;
      merged += round.merged;
      if (log.isCountedBy(round)) {
        if (now() > deadline) break;
        const facts = new RegistryFacts(log, round.quarantined, store.kind);
        const content = renderExposition(round.body, options, facts);
        yieldToHost();
        return lowerExposition(content, merged > 0);
      }
    }
    release(place);
    if (now() > deadline) break;
  }
  appendOwn(store, Own.FoldsLost, losses);
  if (now() > deadline) {
    return lowerError(
      ErrorTag.Timeout,
      `${merged} log entries were merged in ${options.timeoutMs} ms, not all: scrape again, it goes on, or wait longer`,
    );
  }
  return lowerError(
    ErrorTag.Store,
    losses === ATTEMPTS
      ? `the snapshot changed ${ATTEMPTS} times while it was being read: too many scrapes or folds at once; try again`
      : `the log was still not merged after ${MAX_FOLDS} folds: scrape again, it goes on`,
  );
}
