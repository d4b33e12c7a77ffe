// Node, tests. Drops from a state what can no longer matter, so that states that differ only in it are one. Each rule
// is exact: what the process may still do, and what that does to the store, is the same with and without.
import type { Config, Mistake } from './config.ts';
import { endSweep } from './outcomes.ts';
import { type At, copyOf, type Process, STALE, type State } from './state.ts';

const AFTER_LIST: ReadonlySet<At> = new Set<At>(['values', 'write', 'confirm', 'swap', 'undo', 'gone']);

/** With these it is not so that who has seen another root than the present one will lose. */
const MAY_WIN_YET: ReadonlySet<Mistake | undefined> = new Set([
  'the root is set, not swapped',
  'the root is made by a set',
  'a scrape does not read the root again',
] as const);

/** Copies the processes that it changes. */
export function forget(config: Config, state: State): void {
  let live = state.root > 0 ? 1 << state.root : 0;
  for (let i = 0; i < state.processes.length; i++) {
    const self = state.processes[i]!;
    // ids of bodies never come back: who has seen another root than the present one will lose
    const isDoomed = self.seen !== Math.max(state.root, 0) && !MAY_WIN_YET.has(config.mistake);
    if (isDoomed && self.seen !== STALE && AFTER_LIST.has(self.at)) doom(config, state, i);
    live |= awaited(state.processes[i]!);
  }
  // in the store or not: nobody will ask
  state.stored &= live;
  for (let i = 0; i < state.processes.length; i++) {
    const self = state.processes[i]!;
    const isDeleting = self.at === 'confirm' || self.at === 'sweep';
    // a deleted key never comes back: its push was its only write
    const logs = isDeleting ? self.logs & state.log : self.logs;
    const bodies = self.bodies & state.stored;
    if (logs === self.logs && bodies === self.bodies && (self.at !== 'sweep' || logs | bodies)) continue;
    const next = copyOf(self);
    next.logs = logs;
    next.bodies = bodies;
    if (self.at === 'sweep' && !(logs | bodies)) endSweep(next);
    state.processes[i] = next;
  }
}

/** The bodies of which it still matters to this process whether they are in the store. */
function awaited(self: Process): number {
  if (self.at === 'list' || self.at === 'body') return (1 << self.seen) & ~1;
  return self.at === 'swap' && self.seen !== STALE ? 1 << self.own : 0;
}

function doom(config: Config, state: State, process: number): void {
  const self = copyOf(state.processes[process]!);
  state.processes[process] = self;
  switch (self.at) {
    case 'values':
      // with a limit, how many it has read still matters
      if (config.limit < config.keys) return;
      self.logs &= state.bodies[self.seen]!.folded;
      break;
    case 'write':
    case 'confirm':
      // a scraper may still delete what a body that was current counts
      self.logs = self.role === 'scraper' ? self.logs & state.log : 0;
      self.pending = 0;
      break;
    case 'swap':
    case 'undo':
    case 'gone':
      self.logs = 0;
      self.pending = 0;
      break;
  }
  self.seen = STALE;
  self.bodies = 0;
  // whether it writes a body depends on whether there is anything to count
  self.merged = self.merged === 0 ? 0 : 1;
}
