// Worker. The one job that this thread runs now. A worker runs one request at a time, so this is a plain variable;
// only what belongs to the request is here, what belongs to the component is bound when its imports are made.
import type { HttpError, RedisAnswer } from '../protocol.ts';
import { Trap } from '../wasi/values.ts';
import type { Link } from './link.ts';
import { InboundBody, OutboundBody } from './streams.ts';

/** An outbound call and what is known of its outcome. */
export interface Call {
  stream: number;
  requestBody: OutboundBody;
  responseBody: InboundBody;
  outcome: { status: number; headers: [string, string][] } | { error: HttpError } | { trap: string } | undefined;
}

/** What the job has of Redis. */
export interface RedisUse {
  /** The question that the guest waits for: one at a time. */
  question: number;
  answer: RedisAnswer | undefined;
  /** Handles that exist. */
  connections: number;
  swaps: number;
}

export interface Job {
  stream: number;
  requestBody: InboundBody;
  responseBody: OutboundBody;
  calls: Map<number, Call>;
  redis: RedisUse;
  /** True once the guest has answered, well or badly. */
  answered: boolean;
}

let currentLink: Link | undefined;
let currentJob: Job | undefined;

/** Set once, when the thread starts. */
export function setLink(link: Link): void {
  currentLink = link;
}

export function link(): Link {
  if (!currentLink) throw new Error('the worker is not set up yet');
  return currentLink;
}

export function startJob(stream: number, hasBody: boolean): Job {
  currentJob = {
    stream,
    requestBody: new InboundBody(link(), stream, hasBody),
    responseBody: new OutboundBody(link(), stream),
    calls: new Map(),
    redis: { question: 0, answer: undefined, connections: 0, swaps: 0 },
    answered: false,
  };
  return currentJob;
}

export function endJob(): void {
  currentJob = undefined;
}

export function job(): Job {
  if (!currentJob) throw new Trap('a host call outside of a request');
  return currentJob;
}

/** Like `job()`, for messages, which may come too late. */
export function maybeJob(): Job | undefined {
  return currentJob;
}
