// Node, tests. The first half of a round, which only reads: root, list, body, values. Mirrors `run` and `load` of
// components/registry/fold-round.ts, finer where the store may be: a batch is read key by key.
import { lose } from './outcomes.ts';
import { countOf, digitsOf, lowestOf } from './sets.ts';
import { ABSENT, type Body, foldedOf, NO_BODY } from './state.ts';
import { type Turn, textOf } from './turn.ts';

export function takeRoot(turn: Turn): void {
  const { tell, self, state } = turn;
  if (state.root === ABSENT) {
    self.at = 'create';
    tell?.('finds no root');
    return;
  }
  see(turn, state.root);
  tell?.(`reads the root: body ${self.seen}`);
}

function see(turn: Turn, root: number): void {
  turn.self.seen = root;
  if (turn.config.mistake !== 'the list is made before the root is taken') turn.self.at = 'list';
  else load(turn);
}

export function createRoot({ tell, self, state, config }: Turn): void {
  state.root = config.mistake === 'the root is made by a set' ? 0 : Math.max(state.root, 0);
  self.at = 'take';
  tell?.('makes the root');
}

export function list(turn: Turn): void {
  const { tell, self, state, config } = turn;
  self.logs = state.log;
  self.bodies = state.stored;
  if (self.role === 'scraper' && self.horizon < 0) self.horizon = 32 - Math.clz32(state.log);
  if (config.mistake !== 'the list is made before the root is taken') load(turn);
  else self.at = 'take';
  tell?.(`lists keys ${digitsOf(self.logs)}, bodies ${digitsOf(self.bodies)}`);
}

function load(turn: Turn): void {
  if (turn.self.seen === 0) part(turn, NO_BODY);
  else turn.self.at = 'body';
}

export function readBody(turn: Turn): void {
  const { tell, self, state } = turn;
  if (!(state.stored & (1 << self.seen))) {
    self.at = 'gone';
    tell?.(`finds body ${self.seen} gone`);
    return;
  }
  const body = state.bodies[self.seen]!;
  part(turn, body);
  tell?.(`reads body ${self.seen}: ${textOf(body)}`);
}

export function askAgain({ tell, self, state }: Turn): void {
  if (state.root === self.seen) state.fault = 'a body that the root names is gone';
  lose(self);
  tell?.('reads the root again');
}

function part(turn: Turn, body: Body): void {
  const { self } = turn;
  self.pending = self.logs & ~body.folded;
  // whoever won since this scrape began has counted all that it has to show: what is pending came later
  const isShown = self.horizon >= 0 && (self.pending >> self.horizon) << self.horizon === self.pending;
  if (isShown) self.pending = 0;
  if (self.pending !== 0) self.at = 'values';
  else decide(turn, false);
}

export function readValue(turn: Turn): void {
  const { tell, self, state, config } = turn;
  const key = lowestOf(self.pending);
  self.pending ^= key;
  const isThere = (state.log & key) !== 0;
  if (isThere) self.merged |= key;
  const read = self.logs & ~foldedOf(state, self) & ~self.pending;
  if (self.pending === 0 || countOf(read) >= config.limit) decide(turn, true);
  tell?.(`${isThere ? 'reads' : 'finds gone:'} key ${digitsOf(key)}`);
}

/** All is read: what now? */
function decide({ self, state, config }: Turn, hasLooked: boolean): void {
  const counted = self.logs & foldedOf(state, self);
  if (hasLooked && self.merged === 0) {
    lose(self); // gone meanwhile: another folder has counted them
    return;
  }
  if (self.merged !== 0) {
    self.at = 'write';
    self.logs = counted;
    return;
  }
  const deletesBodies = config.mistake === 'bodies are deleted without a commit';
  const isSweep = self.role === 'folder' && counted !== 0;
  self.at = isSweep ? 'sweep' : 'confirm';
  self.logs = counted;
  self.bodies = isSweep && deletesBodies ? self.bodies & ~(1 << self.seen) : 0;
  self.pending = 0;
}
