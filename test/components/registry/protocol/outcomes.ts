// Node, tests. How a round of the model ends, and what a scrape renders: here rendered results are judged.
import { digitsOf, setOf } from './sets.ts';
import { type Process, rest } from './state.ts';
import type { Turn } from './turn.ts';

/** The root moved: a folder's round is over, a scraper tries again. */
export function lose(self: Process): void {
  const { role, floor, baseline, horizon } = self;
  rest(self);
  if (role === 'scraper') Object.assign(self, { at: 'again', floor, baseline, horizon });
}

/** The root names the body that this process wrote. */
export function commit(turn: Turn): void {
  const { self, state } = turn;
  const { counted } = state.bodies[self.own]!;
  if (self.role === 'scraper') {
    const oldestLeft = 31 - Math.clz32(self.pending & -self.pending);
    self.isUnfinished = self.pending !== 0 && oldestLeft < self.horizon;
    if (!self.isUnfinished) render(turn, counted, true);
  }
  self.at = 'sweep';
  self.seen = 0;
  self.own = 0;
  self.pending = 0;
}

/** Nothing to commit: what was read is exact when the root stood still. */
export function confirm(turn: Turn): void {
  const { tell, self, state, config } = turn;
  const isLook = self.looks || self.merged !== 0;
  const isBlind = isLook && config.mistake === 'look does not read the root again';
  if (Math.max(state.root, 0) !== self.seen && !isBlind) {
    lose(self);
    tell?.('reads the root again: it has moved');
    return;
  }
  if (self.role === 'scraper') {
    const { counted } = state.bodies[self.seen]!;
    const merged = config.mistake === 'look leaves out pending keys' ? '' : digitsOf(self.merged);
    render(turn, counted + merged, self.merged === 0);
  }
  self.at = 'sweep';
  self.looks = false;
  self.bodies = 0;
  self.seen = 0;
  self.merged = 0;
  tell?.('reads the root again: the same');
}

/** Nothing is left to delete; a scrape that is not done goes on. */
export function endSweep(self: Process): void {
  if (self.isUnfinished) lose(self);
  else rest(self);
}

/** Rendered before anything is deleted: that it happens after changes nothing that is shown. */
function render({ self, state, config }: Turn, shown: string, isCommitted: boolean): void {
  const keys = setOf(shown);
  if (digitsOf(keys).length !== shown.length) state.fault = `rendered twice: ${shown}`;
  if (keys & ~state.pushed) state.fault = `rendered before it was pushed: ${shown}`;
  // what another scrape rendered before this one began was pushed by then: nothing that was shown can be missing
  const missing = self.floor & ~keys;
  if (missing) state.fault = `rendered without key ${digitsOf(missing)}, pushed before the scrape began: ${shown}`;
  if (config.ordersLooks) {
    if (!isSubsequence(self.baseline, shown)) state.fault = `rendered ${shown} after ${self.baseline}`;
    state.shown = shown;
  } else if (isCommitted) {
    if (!shown.startsWith(self.baseline)) state.fault = `committed ${shown} after ${self.baseline}`;
    if (shown.length > state.shown.length) state.shown = shown;
  }
  self.floor = 0;
  self.baseline = '';
  self.horizon = -1;
}

/**
 * A floating-point sum cannot fall when more terms (of a counter: not negative) come in between, because rounding is
 * monotonic; it can when terms change places.
 */
function isSubsequence(earlier: string, later: string): boolean {
  let at = 0;
  for (const key of later) if (key === earlier[at]) at++;
  return at === earlier.length;
}
