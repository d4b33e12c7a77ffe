// Node, tests. What a step of the model is given. It changes the state and the process in place: both are its own.
import type { Config } from './config.ts';
import { digitsOf } from './sets.ts';
import type { Body, Process, State } from './state.ts';

export interface Turn {
  readonly config: Config;
  readonly state: State;
  /** The process whose turn it is, one of `state.processes`. */
  readonly self: Process;
  /** Says what is done; absent when nobody listens: building the texts takes as long as all the rest. */
  readonly tell: ((text: string) => void) | undefined;
}

export type Step = (turn: Turn) => void;

export function textOf(body: Body): string {
  return `counts ${body.counted || 'nothing'}, folded ${digitsOf(body.folded) || 'nothing'}`;
}
