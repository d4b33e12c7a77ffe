// Guest. Makes a component out of checks. Called at its top level, which runs at build time: nothing here touches a clock
// or the host before the first request.
import { warmPush } from '../warm-push.ts';
import { type Check, distinct, makeCheck } from './check.ts';
import type { CheckSource } from './findings.ts';
import { bodyOf } from './forms.ts';
import { warmHealthStore } from './health-store.ts';
import { answerProbe } from './probe.ts';
import { reportOf } from './report.ts';
import { runHere } from './run.ts';

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
  warmUp();
  const probe = { hasDrain, checks: () => orAlive(read()) };
  addEventListener('fetch', (event: FetchEvent) => {
    event.respondWith(answerProbe(event, probe));
  });
}

/** Nothing to check: that this code runs is the answer. */
function orAlive(source: CheckSource): CheckSource {
  return source.fingerprint === '' ? { fingerprint: '', make: () => [alive] } : source;
}

const alive = makeCheck('component', {}, () => ({ status: 'healthy' }));

/** What a probe of known results runs (see design decision 5 in ARCHITECTURE.md). */
function warmUp(): void {
  warmHealthStore();
  warmPush();
  const results = [
    { name: 'warm-up', critical: true, status: 'healthy' as const, durationMs: 0, sinceMs: 0, contrary: 0 },
  ];
  const report = reportOf(JSON.parse(JSON.stringify(results)), { details: false, exclude: [], atMs: 0, nowMs: 0 });
  new Response(bodyOf(report, 'guide', '', false).text, { headers: { 'cache-control': 'no-store' } });
  void runHere([]);
}
