// Guest. Makes a component out of checks. Called at its top level, which runs at build time: nothing here touches a clock
// or the host before the first request.
import { warmLog } from '../log/warm.ts';
import { phase } from '../phase.ts';
import { warmPush } from '../warm-push.ts';
import { type Check, distinct, makeCheck } from './check.ts';
import type { CheckSource } from './findings.ts';
import { warmHealthStore } from './health-store.ts';
import { answerProbe, warmProbe } from './probe.ts';

export interface HealthOptions {
  /** With no check at all the component is healthy for being able to say so. */
  checks: readonly Check[];
  /** True: this is readiness, and `POST …/drain` makes it fail for a while. Default: false. */
  drain?: boolean;
}

/**
 * Answers probes with these checks: the whole of a component like `health-check`. Throws, at build time, when two checks
 * have one name. See docs/health.md for its environment and variables.
 */
export function defineHealth({ checks, drain = false }: HealthOptions): void {
  const fingerprint = distinct(checks)
    .map(({ name }) => name)
    .join();
  answerProbes(() => ({ fingerprint, make: () => checks }), drain);
}

/** The same for checks that are configured: `read` runs in every request and throws on what makes no sense. */
export function answerProbes(read: () => CheckSource, hasDrain: boolean): void {
  warmHealthStore();
  warmPush();
  warmLog();
  void warmProbe();
  const probe = { hasDrain, checks: () => orAlive(read()) };
  addEventListener('fetch', (event: FetchEvent) => {
    phase.isServing = true;
    event.respondWith(answerProbe(event, probe));
  });
}

/** Nothing to check: that this code runs is the answer. */
function orAlive(source: CheckSource): CheckSource {
  return source.fingerprint === '' ? { fingerprint: '', make: () => [alive] } : source;
}

const alive = makeCheck('component', {}, () => ({ status: 'healthy' }));
