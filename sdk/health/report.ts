// Guest. The form in which /health and /ready answer: the Monitoring Guide's.
// No clock is read here: a component's top level, which may call this to warm up, runs at build time.

export type HealthStatus = 'healthy' | 'unhealthy';

/** The result of one check. */
export interface CheckResult {
  name: string;
  status: HealthStatus;
  /** Whole milliseconds the check took. */
  durationMs: number;
  /** Why it is unhealthy, for people. Absent when healthy. */
  reason?: string;
}

/** Healthy when every check is. `at`: the moment of the answer. */
export function healthReport(checks: CheckResult[], at: Date) {
  const status: HealthStatus = checks.every((check) => check.status === 'healthy') ? 'healthy' : 'unhealthy';
  return {
    status,
    checks: checks.map(({ name, status, durationMs, reason }) => ({ name, status, duration_ms: durationMs, reason })),
    timestamp: at.toISOString(),
  };
}

/**
 * Answers a probe: 200 or 503 with the report as JSON, never cached. GET and HEAD run the checks, OPTIONS (HAProxy's
 * default probe) too, so that every prober sees the same status; any other method is 405.
 */
export async function answerProbe(method: string, runChecks: () => Promise<CheckResult[]>): Promise<Response> {
  if (!probeMethods.includes(method)) {
    return new Response(`${method} is not allowed here: use ${probeMethods.join(', ')}\n`, {
      status: 405,
      headers: { allow: probeMethods.join(', '), 'content-type': 'text/plain; charset=utf-8' },
    });
  }
  const report = healthReport(await runChecks(), new Date());
  return new Response(method === 'HEAD' ? null : `${JSON.stringify(report)}\n`, {
    status: report.status === 'healthy' ? 200 : 503,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

const probeMethods = ['GET', 'HEAD', 'OPTIONS'];
