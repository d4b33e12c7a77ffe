// Guest. What is known of a component right now: the latest round of its checks, and whether this host is drained.
import { later } from '../later.ts';
import { logger } from '../log/logger.ts';
import { runApart } from './apart.ts';
import { type Check, distinct, makeCheck } from './check.ts';
import { drainedUntil } from './drain.ts';
import { type HealthStore, openHealthStore } from './health-store.ts';
import { reasonOf } from './reason.ts';
import type { CheckResult } from './result.ts';
import { runHere } from './run.ts';
import type { HealthSettings } from './settings.ts';
import { type Round, roundOf, sharedRound } from './shared-round.ts';

const yieldMs = 1;

/** The checks of a request. */
export interface CheckSource {
  /** Another one for another set of checks; empty when there is none, and then nothing is shared. */
  fingerprint: string;
  /** Called only when checks are run; may throw. */
  make(): readonly Check[];
}

export interface Findings {
  round: Round;
  drainedUntilMs?: number;
}

/** Never rejects: what goes wrong is a finding. `hasDrain`: the drain flag counts. */
export async function findingsOf(source: CheckSource, settings: HealthSettings, hasDrain: boolean): Promise<Findings> {
  const { component, store: label } = settings;
  const showsDrain = hasDrain && label !== undefined;
  // liveness without checks touches nothing
  const store = showsDrain || source.fingerprint !== '' ? openStore(settings) : undefined;
  const round = await roundFor(source, settings, store);
  if (round.isOwn) report(round);
  const drain = showsDrain ? drainResult(store, component) : undefined;
  // head and body leave in two packets after a key-value call, for which keep-alive clients wait 40 ms, unless the guest
  // waits for the host once
  if (store) await later(() => {}, yieldMs);
  if (!drain) return { round };
  const { result, untilMs } = drain;
  const results = [...round.results, result];
  return { round: { ...round, results }, ...(untilMs !== undefined && { drainedUntilMs: untilMs }) };
}

/** A round with one check, which fails for this reason. */
export async function failedRound(name: string, reason: unknown): Promise<Round> {
  const check = makeCheck(name, {}, () => ({ status: 'unhealthy', reason: reasonOf(reason) }));
  return roundOf(await runHere([check]), [], { failures: 1, successes: 1 });
}

function openStore({ store }: HealthSettings): HealthStore | undefined {
  try {
    return store === undefined ? undefined : openHealthStore(store);
  } catch (error) {
    logger.error(`the health store "${store}" cannot be opened, nothing is shared`, { reason: reasonOf(error) });
    return undefined;
  }
}

async function roundFor(source: CheckSource, settings: HealthSettings, store: HealthStore | undefined): Promise<Round> {
  const { id, component, thresholds, shareMs } = settings;
  const { fingerprint } = source;
  const runAll = id === undefined || fingerprint === '' ? runHere : runApart(id);
  const run = async (deadlineMs?: number) => {
    const checks = checksOf(source);
    return Array.isArray(checks) ? runAll(checks, deadlineMs) : runHere([checks.failure]);
  };
  if (store && fingerprint !== '') {
    try {
      const round = await sharedRound(store, { component, fingerprint, shareMs, thresholds, run });
      return round ?? failedRound('checks', 'nobody finished them in time: the log of the host may say why');
    } catch (error) {
      logger.error(`the health store "${settings.store}" failed, nothing is shared`, { reason: reasonOf(error) });
    }
  }
  return roundOf(await run(), [], thresholds);
}

/** Checks that cannot be made are one that fails; a further instance could not make them either. */
function checksOf(source: CheckSource): Check[] | { failure: Check } {
  try {
    return [...distinct(source.make())];
  } catch (error) {
    return { failure: makeCheck('configuration', {}, () => Promise.reject(error)) };
  }
}

function drainResult(store: HealthStore | undefined, component: string): { result: CheckResult; untilMs?: number } {
  const drain = { name: 'drain', critical: true, durationMs: 0, contrary: 0 };
  try {
    if (!store) throw new Error('the health store cannot be opened');
    const untilMs = drainedUntil(store, component, Date.now());
    if (untilMs === undefined) return { result: { ...drain, status: 'healthy' } };
    return { result: { ...drain, status: 'unhealthy', reason: 'this host is drained' }, untilMs };
  } catch (error) {
    return { result: { ...drain, status: 'unknown', reason: reasonOf(error) } };
  }
}

/** A line for each check that changed; one that is healthy from the start is not worth it. */
function report({ results, changed, isFirst }: Round): void {
  for (const { name, status, reason } of results) {
    if (!changed.includes(name) || (isFirst && status !== 'unhealthy')) continue;
    const line = [`check "${name}" is ${status}`, { check: name, status, reason }] as const;
    if (status === 'unhealthy') logger.warn(...line);
    else logger.info(...line);
  }
}
