// Node, tests. What a state of the storage protocol's model consists of. Sets of log keys and of bodies are bit masks:
// log key k is bit k, and a smaller k is an older key; body b is bit b, from 1.
import type { Config } from './config.ts';

/** The store's root key when it is absent; 0 names no body yet. */
export const ABSENT = -1;
/** Some root or other that the store no longer has. */
export const STALE = -2;

/** Where a process stands: the store operation that it does next. */
export type At =
  | 'idle'
  | 'again'
  | 'take'
  | 'create'
  | 'list'
  | 'body'
  | 'gone'
  | 'values'
  | 'write'
  | 'swap'
  | 'undo'
  | 'confirm'
  | 'sweep';

export interface Process {
  readonly role: 'folder' | 'scraper';
  readonly name: string;
  at: At;
  /** Rounds or scrapes that it may still begin. */
  left: number;
  /** The body that the root named when it was read. */
  seen: number;
  /** The listed log keys; from `write` on, those that may be deleted. */
  logs: number;
  /** The listed bodies; from `sweep` on, those that may be deleted. */
  bodies: number;
  /** Keys still to be read; later, those that did not fit in this round. */
  pending: number;
  merged: number;
  /** The body that it wrote. */
  own: number;
  /** Scraper: keys whose push had completed when the scrape began. */
  floor: number;
  /** Scraper: what had been rendered when the scrape began. */
  baseline: string;
  /** Scraper: 1 + the newest key that its first list held, 0 when it held none; -1: not listed yet. */
  horizon: number;
  /** Scraper: what it sweeps belongs to a round that left something over. */
  isUnfinished: boolean;
}

export interface Body {
  /** Digits, a log key each, in the order in which they were counted. */
  readonly counted: string;
  readonly folded: number;
}

export interface State {
  root: number;
  log: number;
  /** The bodies in the store. */
  stored: number;
  /** Contents of every body ever written, from 1: they never change. */
  bodies: readonly Body[];
  processes: Process[];
  /** Keys whose push has completed. */
  pushed: number;
  /** The longest sequence of keys rendered so far. */
  shown: string;
  /** What was wrong with something rendered or read. */
  fault: string | undefined;
}

export const NO_BODY: Body = { counted: '', folded: 0 };

const REST = {
  at: 'idle',
  seen: 0,
  logs: 0,
  bodies: 0,
  pending: 0,
  merged: 0,
  own: 0,
  floor: 0,
  baseline: '',
  horizon: -1,
  isUnfinished: false,
} as const satisfies Partial<Process>;

/** Ends what the process does, whether it is done, lost or dead: it forgets everything. */
export function rest(process: Process): void {
  Object.assign(process, REST);
}

/** Written out because a spread takes five times as long, and copies are most of what an exploration does. */
export function copyOf(process: Process): Process {
  return {
    role: process.role,
    name: process.name,
    at: process.at,
    left: process.left,
    seen: process.seen,
    logs: process.logs,
    bodies: process.bodies,
    pending: process.pending,
    merged: process.merged,
    own: process.own,
    floor: process.floor,
    baseline: process.baseline,
    horizon: process.horizon,
    isUnfinished: process.isUnfinished,
  };
}

/** The processes are still the same. */
export function copyOfState(state: State): State {
  return {
    root: state.root,
    log: state.log,
    stored: state.stored,
    bodies: state.bodies,
    processes: state.processes.slice(),
    pushed: state.pushed,
    shown: state.shown,
    fault: state.fault,
  };
}

export function initialState(config: Config): State {
  const processes = [
    ...Array.from({ length: config.folders }, (_, i) => newProcess('folder', i, config.rounds)),
    ...Array.from({ length: config.scrapers }, (_, i) => newProcess('scraper', i, config.scrapes)),
  ];
  return {
    root: ABSENT,
    log: 0,
    stored: 0,
    bodies: [NO_BODY],
    processes,
    pushed: 0,
    shown: '',
    fault: undefined,
  };
}

function newProcess(role: Process['role'], index: number, left: number): Process {
  return copyOf({ ...REST, role, name: `${role} ${String.fromCharCode(65 + index)}`, left });
}

/** The keys that the body which a process has read counts and that may still be in the store. */
export function foldedOf(state: State, self: Process): number {
  // of a process that has seen a stale root only these keys are remembered
  return self.seen === STALE ? self.logs : state.bodies[self.seen]!.folded;
}
