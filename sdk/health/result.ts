// Guest. What a round of checks comes to: the state of each check, damped so that one that flaps does not, and of all.
import type { Outcome } from './run.ts';

/** One check as it is shown and stored. */
export interface CheckResult extends Outcome {
  /** Since when it has had this status, in ms since the epoch; the drain flag does not say. */
  sinceMs?: number;
  /** How often in a row it found the opposite of what is shown. */
  contrary: number;
}

/** After how many findings of the opposite in a row a check changes. */
export interface Thresholds {
  failures: number;
  successes: number;
}

export type OverallStatus = 'healthy' | 'degraded' | 'unhealthy';

/** Unhealthy when a critical check is, else degraded when another one is, else healthy. */
export function overallStatus(results: readonly Pick<CheckResult, 'status' | 'critical'>[]): OverallStatus {
  const failed = results.filter(({ status }) => status === 'unhealthy');
  if (failed.length === 0) return 'healthy';
  return failed.some(({ critical }) => critical) ? 'unhealthy' : 'degraded';
}

/** What is shown after a round. The first round of a check is shown as it is. */
export function damp(
  outcomes: readonly Outcome[],
  previous: readonly CheckResult[],
  thresholds: Thresholds,
  nowMs: number,
): CheckResult[] {
  return outcomes.map((outcome) =>
    dampOne(
      outcome,
      previous.find(({ name }) => name === outcome.name),
      thresholds,
      nowMs,
    ),
  );
}

function dampOne(outcome: Outcome, last: CheckResult | undefined, thresholds: Thresholds, nowMs: number): CheckResult {
  const changed = { ...outcome, sinceMs: nowMs, contrary: 0 };
  if (!last) return changed;
  if (outcome.status === last.status) return { ...outcome, sinceMs: last.sinceMs, contrary: 0 };
  if (outcome.status === 'unknown' || last.status === 'unknown') return changed;
  const contrary = last.contrary + 1;
  const needed = outcome.status === 'unhealthy' ? thresholds.failures : thresholds.successes;
  if (contrary >= needed) return changed;
  const found = outcome.reason === undefined ? outcome.status : `${outcome.status}: ${outcome.reason}`;
  return {
    ...outcome,
    status: last.status,
    reason: `${contrary} of the ${needed} findings that change it: ${found}`,
    sinceMs: last.sinceMs,
    contrary,
  };
}
