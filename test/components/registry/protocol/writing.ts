// Node, tests. The second half of a round that has something to commit, key by key: body, swap, deletions.
import { commit, endSweep, lose } from './outcomes.ts';
import { digitsOf, lowestOf } from './sets.ts';
import { NO_BODY, STALE } from './state.ts';
import { type Turn, textOf } from './turn.ts';

export function writeBody({ tell, self, state, config }: Turn): void {
  const old = state.bodies[self.seen] ?? NO_BODY;
  let folded = self.logs | self.merged;
  if (config.mistake === 'folded claims keys that were not merged') folded |= state.log;
  if (config.mistake === 'folded forgets merged keys') folded &= ~self.merged;
  if (config.mistake === 'folded forgets keys counted earlier') folded = self.merged;
  const body = { counted: old.counted + digitsOf(self.merged), folded };
  self.own = state.bodies.length;
  state.bodies = [...state.bodies, body];
  state.stored |= 1 << self.own;
  // a scrape leaves what it merges to the next fold: a fold deletes it itself
  if (self.role === 'folder') self.logs |= self.merged | folded;
  if (config.mistake === 'keys are deleted before the swap') state.log &= ~self.logs;
  self.merged = 0;
  self.at = 'swap';
  tell?.(`writes body ${self.own}: ${self.seen === STALE ? 'in vain' : textOf(body)}`);
}

export function swap(turn: Turn): void {
  const { tell, self, state, config } = turn;
  if (state.root !== self.seen && config.mistake !== 'the root is set, not swapped') {
    self.at = 'undo';
    tell?.('loses the swap');
    return;
  }
  state.root = self.own;
  commit(turn);
  tell?.(`swaps the root to body ${state.root}`);
}

export function undo({ tell, self, state }: Turn): void {
  const own = self.own;
  state.stored &= ~(1 << own);
  lose(self);
  tell?.(`deletes its body ${own}`);
}

export function sweep({ tell, self, state }: Turn): void {
  const key = lowestOf(self.logs & state.log);
  const body = key === 0 ? lowestOf(self.bodies & state.stored) : 0;
  state.log &= ~key;
  state.stored &= ~body;
  if (key === 0 && body === 0) endSweep(self);
  tell?.(key !== 0 ? `deletes key ${digitsOf(key)}` : `deletes body ${digitsOf(body)}`);
}

export function giveUpSweeping({ tell, self }: Turn): void {
  endSweep(self);
  tell?.('fails to delete');
}
