import { describe, expect, it } from 'vitest';
import { bodyOf, type Form, formFor } from '../../../sdk/health/forms.ts';
import { reportOf } from '../../../sdk/health/report.ts';
import type { CheckResult } from '../../../sdk/health/result.ts';

const result = (name: string, status: CheckResult['status'], more: Partial<CheckResult> = {}): CheckResult => ({
  name,
  critical: true,
  status,
  durationMs: 12,
  sinceMs: 1_000,
  contrary: 0,
  ...more,
});

const failing = { reason: 'https://internal.example answered 500' };
const results = [
  result('store', 'healthy'),
  result('cache', 'unhealthy', { critical: false, ...failing }),
  result('memory', 'unknown', { reason: 'no telemetry' }),
];
const broken = [...results, result('api', 'unhealthy', failing)];

function body(
  form: Form,
  of = results,
  more: { details?: boolean; exclude?: string[]; isVerbose?: boolean } = {},
): string {
  const { details = false, exclude = [], isVerbose = false } = more;
  const report = reportOf(of, { details, exclude, atMs: 60_000, nowMs: 61_500, drainedUntilMs: 90_000 });
  return bodyOf(report, form, 'readyz', isVerbose).text;
}

describe("the guide's form", () => {
  it('has status, checks and timestamp, and says how old it is', () => {
    expect(JSON.parse(body('guide'))).toEqual({
      status: 'degraded',
      checks: [
        { name: 'store', status: 'healthy', duration_ms: 12 },
        { name: 'cache', status: 'degraded', duration_ms: 12 },
        { name: 'memory', status: 'unknown', duration_ms: 12 },
      ],
      age_ms: 1500,
      drained_until: '1970-01-01T00:01:30.000Z',
      timestamp: '1970-01-01T00:01:01.500Z',
    });
  });

  it('has reasons and times for who may see them, and leaves out what does not count', () => {
    const shown = JSON.parse(body('guide', broken, { details: true, exclude: ['store', 'memory', 'cache'] }));
    expect(shown).toMatchObject({
      status: 'unhealthy',
      checks: [{ name: 'api', status: 'unhealthy', detail: failing.reason, since: '1970-01-01T00:00:01.000Z' }],
    });
  });
});

describe('application/health+json', () => {
  it('says pass, warn or fail, and output where something is wrong', () => {
    const shown = JSON.parse(body('health+json', broken, { details: true }));
    expect(shown.status).toBe('fail');
    expect(shown.checks['store:responseTime']).toEqual([
      {
        status: 'pass',
        observedValue: 12,
        observedUnit: 'ms',
        time: '1970-01-01T00:01:00.000Z',
        since: '1970-01-01T00:00:01.000Z',
      },
    ]);
    expect(shown.checks['cache:responseTime'][0]).toMatchObject({ status: 'warn', output: failing.reason });
    expect(shown.checks['memory:responseTime'][0]).not.toHaveProperty('status');
    expect(shown.notes).toEqual(['the findings are 1500 ms old', 'drained until 1970-01-01T00:01:30.000Z']);
  });
});

describe("Kubernetes' plain text", () => {
  it('is one word when all is well and nobody asks', () => {
    expect(body('text')).toBe('ok\n');
  });

  it('lists the checks when asked, with what was left out', () => {
    expect(body('text', results, { isVerbose: true, exclude: ['store', 'x'] })).toBe(
      [
        '[-]cache failed, not critical: reason withheld',
        '[+]memory unknown: reason withheld',
        '[+]store excluded: ok',
        'warn: some health checks cannot be excluded: no matches for "x"',
        'drained until 1970-01-01T00:01:30.000Z',
        'readyz check passed',
        '',
      ].join('\n'),
    );
  });

  it('lists them without being asked when one failed', () => {
    expect(body('text', broken)).toContain('[+]store ok\n');
    expect(body('text', broken)).toContain('[-]api failed: reason withheld\n');
    expect(body('text', broken)).toMatch(/readyz check failed\n$/);
    expect(body('text', broken, { details: true })).toContain(`[-]api failed: ${failing.reason}\n`);
  });
});

describe('without the token', () => {
  it.each<Form>(['guide', 'health+json', 'text'])('the form %s has no reason in it', (form) => {
    for (const isVerbose of [true, false]) {
      const text = body(form, broken, { isVerbose });
      for (const secret of ['internal', 'answered', 'telemetry', 'since']) expect(text).not.toContain(secret);
    }
  });
});

describe('which form', () => {
  it.each([
    [null, '', 'guide'],
    ['*/*', '', 'guide'],
    ['*/*', 'verbose', 'text'],
    ['*/*', 'exclude=a', 'text'],
    ['application/health+json', 'verbose', 'health+json'],
    ['text/html, application/json;q=0.9', 'exclude=a', 'guide'],
  ])('for Accept %s and ?%s is %s', (accept, query, form) => {
    expect(formFor(accept, new URLSearchParams(query))).toBe(form);
  });
});
