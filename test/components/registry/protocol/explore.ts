// Node, tests. An explicit-state model checker: visits every state that can be reached, breadth first, so that the
// first violation found is one of those with the fewest steps.
import { Visited } from './visited.ts';

/** Is told what a step does; undefined when nobody wants to know. */
export type Tell = ((label: string) => void) | undefined;

export interface Model<S> {
  initial: S;
  /** Where every step that may be taken next leads; `tell` is called once for each. States are values. */
  successors(state: S, tell?: Tell): readonly S[];
  /** What is wrong in this state; undefined: nothing. */
  violation(state: S): string | undefined;
  /**
   * States with the same bytes are the same state. They may differ in names only (which of two equal processes is
   * which): then each step of one has a counterpart in the other. The array is used before the next call only.
   */
  encode(state: S): Uint8Array;
}

export interface Exploration {
  states: number;
  /** Steps from the initial state to the one farthest from it. */
  depth: number;
  violation: string | undefined;
  /** The labels of the steps that lead to the violation. */
  trace: string[];
}

/** Throws when there are more than `limit` states: an exploration that was cut short would prove nothing. */
export function explore<S>(model: Model<S>, limit = 20_000_000): Exploration {
  const visited = new Visited();
  const parents = [0];
  visited.add(model.encode(model.initial));
  const end = (depth: number, violation?: string, trace: string[] = []) => ({
    states: visited.size,
    depth,
    violation,
    trace,
  });
  const wrong = model.violation(model.initial);
  if (wrong !== undefined) return end(0, wrong);
  let frontier = [model.initial];
  let first = 0;
  for (let depth = 0; ; depth++) {
    const next: S[] = [];
    const start = visited.size;
    for (const [i, state] of frontier.entries()) {
      for (const successor of model.successors(state)) {
        const size = visited.size;
        const index = visited.add(model.encode(successor));
        if (index < size) continue;
        parents.push(first + i);
        next.push(successor);
        const violation = model.violation(successor);
        if (violation !== undefined) return end(depth + 1, violation, replay(model, visited, parents, index));
      }
    }
    if (visited.size > limit) throw new Error(`more than ${limit} states, not all of them visited: a smaller model?`);
    if (next.length === 0) return end(depth);
    frontier = next;
    first = start;
  }
}

/** Walks the path again from its start, so that the labels keep to one naming of equal processes. */
function replay<S>(model: Model<S>, visited: Visited, parents: number[], target: number): string[] {
  const path: number[] = [];
  for (let index = target; index !== 0; index = parents[index]!) path.push(index);
  const labels: string[] = [];
  let state = model.initial;
  for (const index of path.reverse()) {
    const told: string[] = [];
    const successors = model.successors(state, (label) => told.push(label));
    const step = successors.findIndex((next) => visited.add(model.encode(next)) === index);
    if (step < 0)
      throw new Error('a step of the path has no counterpart: states with the same bytes behave differently');
    labels.push(told[step]!);
    state = successors[step]!;
  }
  return labels;
}
