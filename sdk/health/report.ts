// Guest. What a prober is told, before it has a form. Names and statuses for everybody; reasons only where `details` says so.
import { type CheckResult, type OverallStatus, overallStatus } from './result.ts';

export type ShownStatus = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

export interface ShownCheck {
  name: string;
  status: ShownStatus;
  durationMs: number;
  /** These two only for who may see details. */
  detail?: string;
  since?: string;
}

export interface Report {
  status: OverallStatus;
  checks: ShownCheck[];
  /** Names that were asked to be left out and are no checks. */
  unknownExclusions: string[];
  /** Names that were left out. */
  excluded: string[];
  /** How old the findings are, and from when. */
  ageMs: number;
  checkedAt: string;
  /** Until when this host is drained; undefined: it is not. */
  drainedUntil?: string;
  timestamp: string;
}

export interface ReportOptions {
  details: boolean;
  /** Names of checks that do not count. */
  exclude: string[];
  /** Of the findings, in ms since the epoch. */
  atMs: number;
  nowMs: number;
  drainedUntilMs?: number;
}

export function reportOf(results: readonly CheckResult[], options: ReportOptions): Report {
  const { details, exclude, atMs, nowMs, drainedUntilMs } = options;
  const names = results.map(({ name }) => name);
  const counted = results.filter(({ name }) => !exclude.includes(name));
  return {
    status: overallStatus(counted),
    checks: counted.map((result) => shown(result, details)),
    excluded: names.filter((name) => exclude.includes(name)),
    unknownExclusions: exclude.filter((name) => !names.includes(name)),
    ageMs: Math.max(0, nowMs - atMs),
    checkedAt: new Date(atMs).toISOString(),
    ...(drainedUntilMs !== undefined && { drainedUntil: new Date(drainedUntilMs).toISOString() }),
    timestamp: new Date(nowMs).toISOString(),
  };
}

function shown({ name, status, critical, durationMs, reason, sinceMs }: CheckResult, details: boolean): ShownCheck {
  const check: ShownCheck = { name, status: status === 'unhealthy' && !critical ? 'degraded' : status, durationMs };
  if (!details) return check;
  return {
    ...check,
    ...(reason !== undefined && { detail: reason }),
    ...(sinceMs !== undefined && { since: new Date(sinceMs).toISOString() }),
  };
}
