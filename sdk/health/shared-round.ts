// Guest. One round of checks for all probes of a while. Who finds the last round too old claims the next one; the others
// wait for what it publishes. A claim whose holder dies is given up after its time.
import { later } from '../later.ts';
import { logger } from '../log/logger.ts';
import { roundDeadlineMs } from './check.ts';
import type { HealthStore } from './health-store.ts';
import { reasonOf } from './reason.ts';
import { type CheckResult, damp, type Thresholds } from './result.ts';
import type { Outcome } from './run.ts';

export interface Round {
  results: CheckResult[];
  /** When it ended, in ms since the epoch. */
  atMs: number;
  /** It was run for this very probe. */
  isOwn: boolean;
  /** Checks whose status is another one than in the round before. */
  changed: string[];
  /** There was none before. */
  isFirst: boolean;
}

export interface SharedRoundOptions {
  /** Two components on one store keep apart. */
  component: string;
  /** Of the checks as configured: what another set of checks has found is of no use. */
  fingerprint: string;
  /** How long a round is shared. */
  shareMs: number;
  thresholds: Thresholds;
  /** Runs the checks within this time; never rejects. */
  run: (deadlineMs: number) => Promise<Outcome[]>;
}

interface Published {
  fingerprint: string;
  /** The claim under which it ran, in ms since the epoch. */
  claim: string;
  atMs: number;
  results: CheckResult[];
}

/** Longer than a round takes, so that nobody runs a second one beside it. */
const claimMs = roundDeadlineMs + 300;
/** How much older a round may be than it is shared, for who waited for the next one in vain: the host is busy. */
const graceMs = 2 * claimMs;
/** How often those look who wait. */
const lookMs = 15;
/** Less time than this is not worth a round. */
const leastMs = 50;

/**
 * The latest round: a shared one, or the next, or, when nobody finished that in time, the last one if it is not much too
 * old, else undefined. Throws when the store fails.
 */
export async function sharedRound(store: HealthStore, options: SharedRoundOptions): Promise<Round | undefined> {
  const { component, fingerprint, shareMs, thresholds, run } = options;
  const [resultsKey, claimKey] = keysOf(component);
  const startedMs = Date.now();
  for (;;) {
    const last = published(store.get(resultsKey));
    const nowMs = Date.now();
    const ageMs = nowMs - (last?.atMs ?? 0);
    const isYoungerThan = (ms: number) => last?.fingerprint === fingerprint && Math.abs(ageMs) < ms;
    const leftMs = roundDeadlineMs - (nowMs - startedMs);
    const isLate = leftMs < leastMs;
    if (last && isYoungerThan(isLate ? shareMs + graceMs : shareMs)) {
      return { results: last.results, atMs: last.atMs, isOwn: false, changed: [], isFirst: false };
    }
    if (isLate) return undefined;
    const claim = BigInt(nowMs);
    const isFree = (current: bigint) =>
      current === 0n || String(current) === last?.claim || Math.abs(nowMs - Number(current)) > claimMs;
    if (store.claim(claimKey, claim, isFree)) {
      const round = roundOf(await run(leftMs), last?.results ?? [], thresholds);
      const publication: Published = { fingerprint, claim: String(claim), atMs: round.atMs, results: round.results };
      publish(store, resultsKey, publication);
      return round;
    }
    await later(() => {}, lookMs);
  }
}

/** A round for this probe alone, or the one that is to be published. */
export function roundOf(outcomes: Outcome[], previous: CheckResult[], thresholds: Thresholds): Round {
  const atMs = Date.now();
  const results = damp(outcomes, previous, thresholds, atMs);
  const changed = results.filter(({ name, status }) => previous.find((last) => last.name === name)?.status !== status);
  return { results, atMs, isOwn: true, changed: changed.map(({ name }) => name), isFirst: previous.length === 0 };
}

/** Checks that were run are an answer, also where nobody else gets to see it. */
function publish(store: HealthStore, key: string, publication: Published): void {
  try {
    store.set(key, JSON.stringify(publication));
  } catch (error) {
    logger.error('the results of health checks could not be shared', { reason: reasonOf(error) });
  }
}

function keysOf(component: string): [results: string, claim: string] {
  return [`sidecars-health:1:${component}:results`, `sidecars-health:1:${component}:claim`];
}

/** What cannot be read, by whatever accident, is as good as nothing: the next round replaces it. */
function published(text: string | undefined): Published | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Published> | null;
    return value && typeof value.atMs === 'number' && Array.isArray(value.results) ? (value as Published) : undefined;
  } catch {
    return undefined;
  }
}
