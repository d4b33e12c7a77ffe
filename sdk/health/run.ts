// Guest. Runs checks so that none of them can break the answer, nor hang it as long as it lets the instance go on.
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

/** Runs checks within a time; never rejects. One outcome for each check, in their order. */
export type Run = (checks: readonly Check[], deadlineMs?: number) => Promise<Outcome[]>;

/** All at once, in this instance; each ends at its deadline at the latest, all of them at that of the round. */
export const runHere: Run = (checks, deadlineMs = roundDeadlineMs) =>
  Promise.all(checks.map((check) => runCheck(check, Math.min(deadlineMs, check.deadlineMs))));

async function runCheck({ name, critical, find }: Check, deadlineMs: number): Promise<Outcome> {
  const started = performance.now();
  const outcome = (finding: Finding): Outcome => ({
    name,
    critical,
    ...finding,
    durationMs: Math.round(performance.now() - started),
  });
  try {
    const found = (async () => find())();
    return outcome(findingFrom(await withDeadline(found, deadlineMs, `no answer within ${deadlineMs} ms`)));
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
