// Node, tests. The registry's storage protocol as a model: pushers, folders and scrapers that take turns in every
// order, and die anywhere, on one key-value store whose operations on a single key are atomic.
import type { Config } from './config.ts';
import { encode } from './encode.ts';
import type { Model, Tell } from './explore.ts';
import { forget } from './forget.ts';
import { digitsOf, setOf } from './sets.ts';
import { copyOf, copyOfState, initialState, type State } from './state.ts';
import { stepsOf } from './steps.ts';

export function protocol(config: Config): Model<State> {
  return {
    initial: initialState(config),
    successors(state, tell) {
      const next: State[] = [];
      pushes(config, state, next, tell);
      for (let i = 0; i < state.processes.length; i++) turns(config, state, i, next, tell);
      return next;
    },
    violation,
    encode,
  };
}

/** A push is one blind set. Keys are in the order of their time, which is not that of their writing. */
function pushes({ keys, slow }: Config, state: State, next: State[], tell: Tell): void {
  for (let key = 0; key < keys; key++) {
    const bit = 1 << key;
    if (state.pushed & bit || (key > slow && !(state.pushed & (bit >> 1)))) continue;
    const after = copyOfState(state);
    after.log |= bit;
    after.pushed |= bit;
    next.push(after);
    tell?.(`key ${key} is pushed`);
  }
}

function turns(config: Config, state: State, process: number, next: State[], tell: Tell): void {
  const { name } = state.processes[process]!;
  const tellOfIt = tell && ((text: string) => tell(`${name} ${text}`));
  for (const step of stepsOf(config, state, state.processes[process]!)) {
    const after = copyOfState(state);
    const self = copyOf(state.processes[process]!);
    after.processes[process] = self;
    step({ config, state: after, self, tell: tellOfIt });
    if (!config.isPlain) forget(config, after);
    next.push(after);
  }
}

function violation(state: State): string | undefined {
  if (state.fault !== undefined) return state.fault;
  if (state.root > 0 && !(state.stored & (1 << state.root))) return `the root names body ${state.root}, which is gone`;
  const { counted } = state.bodies[Math.max(state.root, 0)]!;
  for (let i = 1; i < counted.length; i++) {
    if (counted.lastIndexOf(counted[i]!, i - 1) >= 0) return `counted twice: ${counted}`;
  }
  const lost = state.pushed & ~state.log & ~setOf(counted);
  return lost ? `neither counted nor in the log: key ${digitsOf(lost)}` : undefined;
}
