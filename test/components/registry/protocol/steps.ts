// Node, tests. What a process of the model may do next: one operation on the store a step.
import type { Config } from './config.ts';
import { confirm } from './outcomes.ts';
import { askAgain, createRoot, list, readBody, readValue, takeRoot } from './reading.ts';
import { type At, type Process, rest, type State } from './state.ts';
import type { Step, Turn } from './turn.ts';
import { giveUpSweeping, swap, sweep, undo, writeBody } from './writing.ts';

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

/** `write` and `confirm`: a scraper may have deleted keys by then. */
const LEAVES_SOMETHING: ReadonlySet<At> = new Set(['write', 'swap', 'undo', 'sweep', 'confirm', 'again'] as const);

/** What this process may do next: its work or, at any time, die. */
export function stepsOf(config: Config, state: State, self: Process): readonly Step[] {
  if (self.at === 'idle') return self.left === 0 ? [] : [start];
  const steps = worksOf(config, state, self);
  // a death that leaves nothing behind is the same as never to have begun, which is among the other orders
  if (config.isPlain || LEAVES_SOMETHING.has(self.at)) steps.push(crash);
  return steps;
}

function worksOf(config: Config, state: State, self: Process): Step[] {
  if (self.at === 'idle' || self.at === 'again') return [start];
  const steps = [STEPS[self.at]];
  if (self.role === 'folder') return steps;
  const isRash = config.mistake === 'a scrape renders what it has not committed';
  if (isRash && self.at === 'write' && self.pending === 0) steps.push(confirm);
  // what the body it read counts it may delete at any time, and a deletion that fails stops nothing
  if ((self.at === 'write' || self.at === 'confirm') && self.logs & state.log) steps.push(sweep);
  if (self.at === 'sweep' && self.isUnfinished) steps.push(giveUpSweeping);
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
