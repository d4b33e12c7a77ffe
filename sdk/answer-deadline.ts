// Guest. How long a handler may take that was given no time of its own. The environment costs a third of a millisecond to
// read, so it is read for those requests only that a second was not enough for: whole seconds, therefore.

import { environment } from './environment.ts';
import { logger } from './log/logger.ts';

const variable = 'SIDECARS_DEADLINE_SECONDS';
/** As proxies have it. */
const defaultMs = 60_000;
const firstLookMs = 1000;

/** Calls `giveUp` with the deadline in milliseconds when it has passed. Returns what prevents that. 0: never. */
export function atDeadline(deadlineMs: number | undefined, giveUp: (afterMs: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = (afterMs: number, passedMs: number) => {
    if (afterMs > 0) timer = setTimeout(() => giveUp(afterMs), afterMs - passedMs);
  };
  if (deadlineMs === undefined) timer = setTimeout(() => arm(environmentDeadlineMs(), firstLookMs), firstLookMs);
  else arm(deadlineMs, 0);
  return () => clearTimeout(timer);
}

function environmentDeadlineMs(): number {
  const text = environment(variable) ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (text !== '') {
    logger.error(`${variable} is "${text}", expected whole seconds; ${defaultMs / 1000} it is`);
  }
  return defaultMs;
}
