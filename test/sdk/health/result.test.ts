import { describe, expect, it } from 'vitest';
import { type CheckResult, damp, overallStatus } from '../../../sdk/health/result.ts';
import type { Outcome } from '../../../sdk/health/run.ts';

const outcome = (status: Outcome['status'], more: Partial<Outcome> = {}): Outcome => ({
  name: 'api',
  critical: true,
  status,
  durationMs: 1,
  ...more,
});

/** What is shown after each of these findings, one second after the other. */
function shownAfter(findings: Outcome['status'][], failures: number, successes: number): CheckResult[] {
  let last: CheckResult[] = [];
  return findings.map((status, at) => {
    last = damp([outcome(status, { reason: 'because' })], last, { failures, successes }, at * 1000);
    return last[0]!;
  });
}

describe('a check over several rounds', () => {
  it('changes at once when no thresholds are set', () => {
    const shown = shownAfter(['healthy', 'unhealthy', 'unhealthy', 'healthy'], 1, 1);
    expect(shown.map(({ status, sinceMs }) => `${status} ${sinceMs}`)).toEqual([
      'healthy 0',
      'unhealthy 1000',
      'unhealthy 1000',
      'healthy 3000',
    ]);
  });

  it('that flaps stays as it was until it found the opposite often enough in a row', () => {
    const flapping = shownAfter(['healthy', 'unhealthy', 'unhealthy', 'healthy', 'unhealthy', 'unhealthy'], 3, 1);
    expect(flapping.every(({ status }) => status === 'healthy')).toBe(true);
    const failing = shownAfter(['healthy', 'unhealthy', 'unhealthy', 'unhealthy', 'healthy', 'healthy'], 3, 2);
    expect(failing.map(({ status }) => status)).toEqual([
      'healthy',
      'healthy',
      'healthy',
      'unhealthy',
      'unhealthy',
      'healthy',
    ]);
    expect(failing[2]!.reason).toBe('2 of the 3 findings that change it: unhealthy: because');
  });

  it('shows its first finding as it is', () => {
    expect(shownAfter(['unhealthy'], 3, 3)[0]!.status).toBe('unhealthy');
  });

  it('is unknown at once, and known again at once', () => {
    const shown = shownAfter(['healthy', 'unknown', 'unhealthy'], 3, 3);
    expect(shown.map(({ status }) => status)).toEqual(['healthy', 'unknown', 'unhealthy']);
  });
});

describe('all checks together', () => {
  it.each([
    ['healthy', [outcome('healthy'), outcome('unknown')]],
    ['degraded', [outcome('healthy'), outcome('unhealthy', { critical: false })]],
    ['unhealthy', [outcome('unhealthy'), outcome('unhealthy', { critical: false })]],
    ['healthy', []],
  ])('are %s', (status, outcomes) => {
    expect(overallStatus(outcomes)).toBe(status);
  });
});
