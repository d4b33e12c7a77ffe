// Guest. Runs checks so that none of them can hang or break the answer.
import { withDeadline } from '../deadline.ts';
import { type Check, type Finding, roundDeadlineMs } from './check.ts';
import { reasonOf } from './reason.ts';

/** What one check found, and how long that took. */
export interface Outcome extends Finding {
  name: string;
  critical: boolean;
  /** Whole milliseconds. */
  durationMs: number;
}

/** How a check is asked: here, or in an instance of its own (own-call.ts). */
export type Ask = (check: Check) => Finding | Promise<Finding>;

export const askHere: Ask = (check) => check.find();

/** Runs all checks at once; each ends at its deadline at the latest, all of them at that of the round. Never rejects. */
export function runChecks(checks: readonly Check[], ask: Ask, deadlineMs = roundDeadlineMs): Promise<Outcome[]> {
  return Promise.all(checks.map((check) => runCheck(check, ask, Math.min(deadlineMs, check.deadlineMs))));
}

async function runCheck(check: Check, ask: Ask, deadlineMs: number): Promise<Outcome> {
  const { name, critical } = check;
  const started = performance.now();
  const outcome = (finding: Finding): Outcome => ({
    name,
    critical,
    ...finding,
    durationMs: Math.round(performance.now() - started),
  });
  try {
    const asked = (async () => ask(check))();
    return outcome(findingFrom(await withDeadline(asked, deadlineMs, `no answer within ${deadlineMs} ms`)));
  } catch (error) {
    return outcome({ status: 'unhealthy', reason: reasonOf(error) });
  }
}

/** A finding out of whatever a check returned. Throws on nonsense. */
export function findingFrom(value: unknown): Finding {
  const { status, reason } = (value ?? {}) as Record<string, unknown>;
  if (status !== 'healthy' && status !== 'unhealthy' && status !== 'unknown') {
    throw new TypeError(
      `the check returned ${textOf(value)}, expected { status: "healthy", "unhealthy" or "unknown", reason? }`,
    );
  }
  return typeof reason === 'string' ? { status, reason: reasonOf(reason) } : { status };
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'what has no text';
  }
}
