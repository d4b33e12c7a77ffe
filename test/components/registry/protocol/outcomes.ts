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
    if (!self.isUnfinished) render(turn, counted);
  }
  self.at = 'sweep';
  self.seen = 0;
  self.own = 0;
  self.pending = 0;
}

/** Nothing to commit: the body that was read holds everything when the root stood still. */
export function confirm(turn: Turn): void {
  const { tell, self, state, config } = turn;
  const isBlind = config.mistake === 'a scrape does not read the root again';
  if (Math.max(state.root, 0) !== self.seen && !isBlind) {
    lose(self);
    tell?.('reads the root again: it has moved');
    return;
  }
  if (self.role === 'scraper') {
    const { counted } = state.bodies[self.seen]!;
    render(turn, counted + digitsOf(self.merged));
  }
  self.at = 'sweep';
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
function render({ self, state }: Turn, shown: string): void {
  const keys = setOf(shown);
  if (digitsOf(keys).length !== shown.length) state.fault = `rendered twice: ${shown}`;
  if (keys & ~state.pushed) state.fault = `rendered before it was pushed: ${shown}`;
  // what another scrape rendered before this one began was pushed by then: nothing that was shown can be missing
  const missing = self.floor & ~keys;
  if (missing) state.fault = `rendered without key ${digitsOf(missing)}, pushed before the scrape began: ${shown}`;
  // a floating-point sum cannot fall when terms are added at its end; it can, by an ulp, when terms change places
  if (!shown.startsWith(self.baseline)) state.fault = `rendered ${shown} after ${self.baseline}`;
  if (shown.length > state.shown.length) state.shown = shown;
  self.floor = 0;
  self.baseline = '';
  self.horizon = -1;
}
