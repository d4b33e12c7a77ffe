// Node, tests. What a state of the storage protocol's model consists of. Sets of log keys and of bodies are bit masks:
// log key k is bit k, and a smaller k is an older key; body b is bit b, from 1.

/** The store's root key when it is absent; 0 names no body yet. */
export const ABSENT = -1;
/** Some root or other that the store no longer has. */
export const STALE = -2;

/** One at a time makes the protocol wrong; the tests show that the model finds it. */
export type Mistake =
  | 'folded claims keys that were not merged'
  | 'folded forgets merged keys'
  | 'folded forgets keys counted earlier'
  | 'the root is set, not swapped'
  | 'the root is made by a set'
  | 'look does not read the root again'
  | 'look leaves out pending keys'
  | 'keys are deleted before the swap'
  | 'the list is made before the root is taken'
  | 'bodies are deleted without a commit';

export interface Config {
  folders: number;
  /** Of each folder, those that lose or crash included. */
  rounds: number;
  scrapers: number;
  /** Of each scraper, those that crash included. */
  scrapes: number;
  /** Pushed keys: at most 4. */
  keys: number;
  /** The oldest so many of them may be written at any time, the others in their order. */
  slow: number;
  /** Keys that one commit merges at most; `look` has no limit. */
  limit: number;
  /** Also asks of what `look` renders that the order in which keys are added stays. It does not: see the test. */
  ordersLooks?: boolean;
  mistake?: Mistake;
}

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
  /** It will not commit: a look. It may also become one when all is read, until it writes. */
  looks: boolean;
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
  /** Scraper, with a limit: 1 + the newest key that its first list held, 0 when it held none; -1: not listed yet. */
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
  /** The longest sequence of keys rendered so far from a committed body. */
  shown: string;
  /** What was wrong with something rendered or read. */
  fault: string | undefined;
}

export const NO_BODY: Body = { counted: '', folded: 0 };

const REST = {
  at: 'idle',
  looks: false,
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
  return { ...REST, role, name: `${role} ${String.fromCharCode(65 + index)}`, left };
}

/** The keys of a set, ascending. */
export function digitsOf(set: number): string {
  let digits = '';
  for (let key = 0; 1 << key <= set; key++) if (set & (1 << key)) digits += key;
  return digits;
}

/** The keys that the body which a process has read counts and that may still be in the store. */
export function foldedOf(state: State, self: Process): number {
  // of a process that has seen a stale root only these keys are remembered
  return self.seen === STALE ? self.logs : state.bodies[self.seen]!.folded;
}

export function setOf(digits: string): number {
  let set = 0;
  for (let i = 0; i < digits.length; i++) set |= 1 << (digits.charCodeAt(i) - 48);
  return set;
}

export function countOf(set: number): number {
  return digitsOf(set).length;
}

/** The lowest member of a set that has one, as a set. */
export function lowestOf(set: number): number {
  return set & -set;
}
