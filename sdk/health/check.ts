// Guest. Runs checks so that none of them can hang or break the answer.
import { withDeadline } from '../deadline.ts';
import type { CheckResult } from './report.ts';

/** A check: resolves when all is well, rejects with the reason when it is not. */
export interface Check {
  name: string;
  run: () => Promise<void>;
}

/** What one check may take: below the one second after which a prober gives up. */
export const checkDeadlineMs = 500;

/** Runs all checks at once; each ends at the deadline at the latest and never rejects. */
export function runChecks(checks: Check[], deadlineMs = checkDeadlineMs): Promise<CheckResult[]> {
  return Promise.all(checks.map((check) => runCheck(check, deadlineMs)));
}

async function runCheck({ name, run }: Check, deadlineMs: number): Promise<CheckResult> {
  const started = performance.now();
  const result = (reason?: string): CheckResult => ({
    name,
    status: reason === undefined ? 'healthy' : 'unhealthy',
    durationMs: Math.round(performance.now() - started),
    reason,
  });
  try {
    await withDeadline(run(), deadlineMs, `no answer within ${deadlineMs} ms`);
    return result();
  } catch (error) {
    return result(error instanceof Error ? error.message : String(error));
  }
}
