// Node, tests. A state as a few dozen bytes. States that differ only in what nothing can ever depend on get the same
// bytes: which of two equal processes is which, the numbers of bodies, contents that nobody can read any more.
import { type At, type Process, STALE, type State } from './state.ts';

const AT: Record<At, number> = {
  idle: 0,
  again: 1,
  take: 2,
  create: 3,
  list: 4,
  body: 5,
  gone: 6,
  values: 7,
  write: 8,
  swap: 9,
  undo: 10,
  confirm: 11,
  sweep: 12,
};

const bytes = new Uint8Array(256);
let size = 0;

/** The array is used again by the next call. */
export function encode(state: State): Uint8Array {
  size = 0;
  const processes = inOrder(state);
  const readable = readableBodies(state, processes);
  put((state.log << 4) | state.pushed);
  // a body that the root names is the first
  put((state.root > 0 ? 2 : state.root + 1) | (state.fault === undefined ? 0 : 4));
  putSequence(state.shown);
  put(readable.length);
  let listed = state.log;
  for (const process of processes) listed |= process.logs;
  for (const id of readable) {
    const body = state.bodies[id]!;
    // a key that is neither in the store nor in anybody's list will never be looked up in `folded` again
    put((body.folded & listed) | (state.stored & (1 << id) ? 16 : 0));
    putSequence(body.counted);
  }
  for (const process of processes) {
    const word = wordOf(process, state);
    putTwo(word & 0xffff);
    putTwo(word >>> 16);
    if (process.at === 'idle') continue;
    put(((readable.indexOf(process.seen) + 1) << 4) | (readable.indexOf(process.own) + 1));
    put(numbered(process.bodies, readable));
    if (process.role === 'scraper') putSequence(process.baseline);
  }
  return bytes.subarray(0, size);
}

/** The processes, with equal ones of a role in an order that does not depend on which is which. */
function inOrder(state: State): Process[] {
  const ordered = state.processes.slice();
  for (let i = 1; i < ordered.length; i++) {
    for (let at = i; at > 0; at--) {
      const [one, two] = [ordered[at - 1]!, ordered[at]!];
      if (one.role !== two.role || wordOf(one, state) <= wordOf(two, state)) break;
      ordered[at - 1] = two;
      ordered[at] = one;
    }
  }
  return ordered;
}

/** A process but for the bodies that it knows: 28 bits. */
function wordOf(process: Process, state: State): number {
  const flags = (process.isUnfinished ? 1 : 0) | (process.seen === state.root ? 2 : 0);
  const sets = process.logs | (process.pending << 4) | (process.merged << 8) | (process.floor << 12);
  return sets | (AT[process.at] << 16) | (process.left << 20) | (flags << 23) | ((process.horizon + 1) << 25);
}

/** The bodies that matter, in the order in which they are referred to; the root's comes first. */
function readableBodies(state: State, processes: Process[]): number[] {
  const ids: number[] = [];
  const add = (id: number) => {
    if (id > 0 && !ids.includes(id)) ids.push(id);
  };
  add(state.root);
  for (const process of processes) {
    add(process.seen);
    // what was written on a stale root nobody will ever read
    if (process.seen !== STALE) add(process.own);
  }
  return ids;
}

/** The set of bodies with their places in this list in place of their ids. */
function numbered(bodies: number, readable: number[]): number {
  let set = 0;
  for (let i = 0; i < readable.length; i++) if (bodies & (1 << readable[i]!)) set |= 1 << i;
  return set;
}

function put(byte: number): void {
  bytes[size++] = byte;
}

function putTwo(value: number): void {
  put(value & 255);
  put(value >> 8);
}

/** In base 5: up to 6 of 4 keys. */
function putSequence(keys: string): void {
  let value = 0;
  for (let i = 0; i < keys.length; i++) value = value * 5 + keys.charCodeAt(i) - 47;
  putTwo(value);
}
