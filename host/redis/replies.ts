// Node and worker. Replies as the types that Spin's interfaces want, with the words of Spin's client (the crate `redis`) for
// what does not fit: a component may look at them.
import type { Leaf, Reply } from './resp.ts';

/** A result of more than this is an error: Spin's MAX_HOST_BUFFERED_BYTES. */
export const maxResultBytes = 128 * 1024 * 1024;

/** What Rust needs for one value beside its bytes. */
const sizeOf = { vector: 24, result: 32, pair: 48 };

/** A Redis command failed. The message is for the guest. */
export class RedisError extends Error {}

/** Undefined: nil. */
export function bytesOf(reply: Reply): Uint8Array | undefined {
  if (reply.tag === 'nil') return undefined;
  if (reply.tag !== 'binary') throw mismatch(reply, 'a string');
  limit(sizeOf.vector + reply.val.length);
  return reply.val;
}

export function integerOf(reply: Reply): bigint {
  if (reply.tag !== 'int64') throw mismatch(reply, 'an integer');
  return reply.val;
}

export function textsOf(reply: Reply): string[] {
  if (reply.tag === 'nil') return [];
  if (reply.tag !== 'array') throw mismatch(reply, 'an array');
  return reply.val.map(textOf);
}

/** `textsOf`, within Spin's limit for the keys of a store. */
export function keysOf(reply: Reply): string[] {
  if (reply.tag === 'array') limit(reply.val.reduce((sum, key) => sum + sizeOf.vector + lengthOf(key), sizeOf.vector));
  return textsOf(reply);
}

/** Each two strings of a list as key and value: what Spin's client makes of a list without saying so. */
export function pairsOf(reply: Reply): [string, Uint8Array | undefined][] {
  if (reply.tag !== 'array') throw mismatch(reply, 'an array');
  const pairs: [string, Uint8Array | undefined][] = [];
  let bytes = sizeOf.vector;
  for (let i = 0; i + 1 < reply.val.length; i += 2) {
    const [key, value] = [reply.val[i] as Reply, reply.val[i + 1] as Reply];
    bytes += sizeOf.pair + lengthOf(key) + lengthOf(value);
    pairs.push([textOf(key), bytesOf(value)]);
  }
  limit(bytes);
  return pairs;
}

/** A list of results without the lists in it. */
export function flatten(reply: Reply): Leaf[] {
  const leaves: Leaf[] = [];
  const append = (value: Reply) => {
    if (value.tag === 'array') value.val.forEach(append);
    else if (value.tag === 'error') throw serverError(value.val);
    else if (value.tag === 'unsupported') throw typeError('Could not convert Redis response', value.val);
    else leaves.push(value);
  };
  append(reply);
  limit(leaves.reduce((sum, leaf) => sum + sizeOf.result + lengthOf(leaf), sizeOf.vector));
  return leaves;
}

/** What a reply that was refused for its size is. */
export function tooLarge(): RedisError {
  return new RedisError(`query result exceeds limit of ${maxResultBytes} bytes`);
}

/** Codes that Spin's client knows; others stand before the text as they are. */
const knownCodes: Record<string, string> = {
  ERR: 'ResponseError',
  EXECABORT: 'ExecAbortError',
  LOADING: 'BusyLoadingError',
  NOSCRIPT: 'NoScriptError',
  MOVED: 'Moved',
  ASK: 'Ask',
  TRYAGAIN: 'TryAgain',
  CLUSTERDOWN: 'ClusterDown',
  CROSSSLOT: 'CrossSlot',
  MASTERDOWN: 'MasterDown',
  READONLY: 'ReadOnly',
  NOTBUSY: 'NotBusy',
  NOSUB: 'NoSub',
};

/** `line` is the server's, with the code in front. */
export function serverError(line: string): RedisError {
  const [, code = '', detail] = /^(\S*)(?: (.*))?$/s.exec(line) ?? [];
  const kind = knownCodes[code];
  if (kind === undefined) return new RedisError(`${code}: ${detail ?? 'Unknown extension error encountered'}`);
  const separator = detail === undefined ? '- ' : ' - ';
  return new RedisError(
    `An error was signalled by the server${separator}${kind}${detail === undefined ? '' : `: ${detail}`}`,
  );
}

/** The first failure in a reply: a transaction's may be inside of a list. */
export function failureIn(reply: Reply): RedisError | undefined {
  if (reply.tag === 'error') return serverError(reply.val);
  if (reply.tag !== 'array') return undefined;
  for (const value of reply.val) {
    const failure = failureIn(value);
    if (failure) return failure;
  }
  return undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(reply: Reply): string {
  if (reply.tag === 'status') return reply.val;
  if (reply.tag === 'int64') return String(reply.val);
  if (reply.tag !== 'binary') throw mismatch(reply, 'a string');
  try {
    return decoder.decode(reply.val);
  } catch {
    throw new RedisError('Cannot convert from UTF-8- TypeError');
  }
}

function lengthOf(reply: Reply): number {
  if (reply.tag === 'binary') return reply.val.length;
  return reply.tag === 'status' ? Buffer.byteLength(reply.val) : 0;
}

function limit(bytes: number): void {
  if (bytes > maxResultBytes) throw tooLarge();
}

function mismatch(reply: Reply, expected: string): RedisError {
  if (reply.tag === 'error') return serverError(reply.val);
  return typeError('Response was of incompatible type', `found ${reply.tag}, expected ${expected}`);
}

function typeError(text: string, detail: string): RedisError {
  return new RedisError(`${text} - TypeError: ${detail}`);
}
