// Guest. The three forms of an answer: the Monitoring Guide's JSON, application/health+json (draft-inadarei-api-health-
// check-06), and the plain text of the Kubernetes API server.
import type { Report, ShownCheck, ShownStatus } from './report.ts';

export type Form = 'guide' | 'health+json' | 'text';

interface Body {
  contentType: string;
  text: string;
}

/** `?verbose` and `?exclude=` are Kubernetes' and get its form, unless a JSON is accepted by name. */
export function formFor(accept: string | null, query: URLSearchParams): Form {
  if (accept?.includes('application/health+json')) return 'health+json';
  if (accept?.includes('application/json')) return 'guide';
  return query.has('verbose') || query.has('exclude') ? 'text' : 'guide';
}

/** `title`: what Kubernetes calls it, `livez` or `readyz`. */
export function bodyOf(report: Report, form: Form, title: string, isVerbose: boolean): Body {
  switch (form) {
    case 'guide':
      return { contentType: 'application/json', text: `${JSON.stringify(guideForm(report))}\n` };
    case 'health+json':
      return { contentType: 'application/health+json', text: `${JSON.stringify(healthForm(report))}\n` };
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', text: textForm(report, title, isVerbose) };
  }
}

function guideForm({ status, checks, ageMs, drainedUntil, timestamp }: Report) {
  return {
    status,
    checks: checks.map(({ durationMs, ...check }) => ({ ...check, duration_ms: durationMs })),
    age_ms: ageMs,
    drained_until: drainedUntil,
    timestamp,
  };
}

/** The draft has no word for `unknown`: such a check has no status there. */
const words: Record<ShownStatus, string | undefined> = {
  healthy: 'pass',
  degraded: 'warn',
  unhealthy: 'fail',
  unknown: undefined,
};

function healthForm({ status, checks, ageMs, checkedAt, drainedUntil }: Report) {
  const entry = ({ status, durationMs, detail, since }: ShownCheck) => ({
    status: words[status],
    observedValue: durationMs,
    observedUnit: 'ms',
    time: checkedAt,
    output: status === 'healthy' ? undefined : detail,
    since,
  });
  const notes = [`the findings are ${ageMs} ms old`, ...(drainedUntil ? [`drained until ${drainedUntil}`] : [])];
  return {
    status: words[status],
    checks: Object.fromEntries(checks.map((check) => [`${check.name}:responseTime`, [entry(check)]])),
    notes,
  };
}

/** As its API server does, the list comes with `?verbose` and with every failure. */
function textForm(report: Report, title: string, isVerbose: boolean): string {
  const { status, checks, excluded, unknownExclusions, drainedUntil } = report;
  const failed = status === 'unhealthy';
  if (!isVerbose && !failed) return 'ok\n';
  return [
    ...checks.map(line),
    ...excluded.map((name) => `[+]${name} excluded: ok`),
    ...(unknownExclusions.length > 0
      ? [
          `warn: some health checks cannot be excluded: no matches for ${unknownExclusions.map((name) => JSON.stringify(name)).join(',')}`,
        ]
      : []),
    ...(drainedUntil ? [`drained until ${drainedUntil}`] : []),
    `${title} check ${failed ? 'failed' : 'passed'}`,
    '',
  ].join('\n');
}

function line({ name, status, detail = 'reason withheld' }: ShownCheck): string {
  if (status === 'healthy') return `[+]${name} ok`;
  if (status === 'unknown') return `[+]${name} unknown: ${detail}`;
  return `[-]${name} failed${status === 'degraded' ? ', not critical' : ''}: ${detail}`;
}
