// Node, tests. What one process of the model does in one step: one operation on the store, and what it concludes from
// the answer. A step changes its turn's own copies. Mirrors components/registry/fold-round.ts, finer where the store
// may be: batches are read and deleted key by key.
import { commit, confirm, endSweep, lose } from './outcomes.ts';
import type { Process, State } from './state.ts';
import {
  ABSENT,
  type At,
  type Body,
  type Config,
  countOf,
  digitsOf,
  foldedOf,
  lowestOf,
  NO_BODY,
  rest,
  STALE,
} from './state.ts';

export interface Turn {
  readonly config: Config;
  readonly state: State;
  /** The process whose turn it is, one of `state.processes`. */
  readonly self: Process;
  /** Says what is done; absent when nobody listens: building the texts takes as long as all the rest. */
  readonly tell: ((text: string) => void) | undefined;
}

export type Step = (turn: Turn) => void;

const STEPS: Record<Exclude<At, 'idle' | 'again'>, Step> = {
  take: takeRoot,
  create: createRoot,
  list,
  body: readBody,
  gone: askAgain,
  values: readValue,
  write: writeBody,
  swap,
  undo,
  confirm,
  sweep,
};

/**
 * What this process may do next. It may always die, but only a death that leaves something behind is a step here: one
 * that has changed nothing yet is the same as never to have begun, which the other orders contain.
 */
export function stepsOf(self: Process, state: State): readonly Step[] {
  if (self.at === 'idle') return self.left === 0 ? [] : [start];
  if (self.at === 'again') return [start, crash];
  const step = STEPS[self.at];
  if (self.role === 'scraper') return scraperSteps(step, self, state);
  return self.at === 'swap' || self.at === 'undo' || self.at === 'sweep' ? [step, crash] : [step];
}

function scraperSteps(step: Step, self: Process, state: State): readonly Step[] {
  // after how many lost swaps a scrape only looks is left open: it may do so at once
  if (self.at === 'create') return [step, lookWithoutRoot];
  const steps = [step];
  if (self.at === 'write') steps.push(self.pending === 0 ? confirm : readOn);
  const isReady = self.at === 'write' || self.at === 'confirm';
  // what the body it read counts it may delete at any time, and a deletion that fails stops nothing
  if (isReady && self.logs & state.log) steps.push(sweep);
  if (self.at === 'sweep' && self.isUnfinished) steps.push(giveUpSweeping);
  if (self.at === 'swap' || self.at === 'undo' || self.at === 'sweep' || isReady) steps.push(crash);
  return steps;
}

function start(turn: Turn): void {
  const { self, state, config } = turn;
  if (self.at === 'idle') {
    self.left--;
    if (self.role === 'scraper') {
      self.floor = state.pushed;
      self.baseline = state.shown;
    }
  }
  if (config.mistake === 'the list is made before the root is taken') list(turn);
  else takeRoot(turn);
}

function crash({ tell, self }: Turn): void {
  const at = self.at;
  rest(self);
  tell?.(`crashes before: ${at}`);
}

function takeRoot(turn: Turn): void {
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

/** To a look an absent root is the same as one that names no body. */
function lookWithoutRoot(turn: Turn): void {
  turn.self.looks = true;
  see(turn, 0);
  turn.tell?.('looks without a root');
}

function createRoot({ tell, self, state, config }: Turn): void {
  state.root = config.mistake === 'the root is made by a set' ? 0 : Math.max(state.root, 0);
  self.at = 'take';
  tell?.('makes the root');
}

function list(turn: Turn): void {
  const { tell, self, state, config } = turn;
  self.logs = state.log;
  self.bodies = state.stored;
  if (self.role === 'scraper' && config.limit < config.keys && self.horizon < 0) {
    self.horizon = 32 - Math.clz32(state.log);
  }
  if (config.mistake !== 'the list is made before the root is taken') load(turn);
  else self.at = 'take';
  tell?.(`lists keys ${digitsOf(self.logs)}, bodies ${digitsOf(self.bodies)}`);
}

function load(turn: Turn): void {
  if (turn.self.seen === 0) part(turn, NO_BODY);
  else turn.self.at = 'body';
}

function readBody(turn: Turn): void {
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

function askAgain({ tell, self, state }: Turn): void {
  if (state.root === self.seen) state.fault = 'a body that the root names is gone';
  lose(self);
  tell?.('reads the root again');
}

function part(turn: Turn, body: Body): void {
  const { self } = turn;
  self.pending = self.logs & ~body.folded;
  if (self.pending !== 0) self.at = 'values';
  else decide(turn);
}

function readValue(turn: Turn): void {
  const { tell, self, state, config } = turn;
  const key = lowestOf(self.pending);
  self.pending ^= key;
  const isThere = (state.log & key) !== 0;
  if (isThere) self.merged |= key;
  const read = self.logs & ~foldedOf(state, self) & ~self.pending;
  if (self.pending === 0 || (!self.looks && countOf(read) >= config.limit)) decide(turn);
  tell?.(`${isThere ? 'reads' : 'finds gone:'} key ${digitsOf(key)}`);
}

/** A look has no limit. */
function readOn({ tell, self }: Turn): void {
  self.looks = true;
  self.at = 'values';
  tell?.('looks only');
}

/** All is read: what now? */
function decide({ self, state, config }: Turn): void {
  const counted = self.logs & foldedOf(state, self);
  if (self.merged !== 0 && !self.looks) {
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

function writeBody({ tell, self, state, config }: Turn): void {
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

function swap(turn: Turn): void {
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

function undo({ tell, self, state }: Turn): void {
  const own = self.own;
  state.stored &= ~(1 << own);
  lose(self);
  tell?.(`deletes its body ${own}`);
}

function sweep({ tell, self, state }: Turn): void {
  const key = lowestOf(self.logs & state.log);
  const body = key === 0 ? lowestOf(self.bodies & state.stored) : 0;
  state.log &= ~key;
  state.stored &= ~body;
  tell?.(key !== 0 ? `deletes key ${digitsOf(key)}` : `deletes body ${digitsOf(body)}`);
}

function giveUpSweeping({ tell, self }: Turn): void {
  endSweep(self);
  tell?.('fails to delete');
}

function textOf(body: Body): string {
  return `counts ${body.counted || 'nothing'}, folded ${digitsOf(body.folded) || 'nothing'}`;
}
