// Guest. A round of checks as metrics, pushed after the answer: a registry whose store hangs must not hold up a probe, and
// rounds are few, so that pushes do not pile up.
import { push, type Sample } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { healthDuration, healthStatus, healthTransition } from '../../catalogue/health.ts';
import { foldRegistry } from '../fold.ts';
import { logger } from '../log/logger.ts';
import { reasonOf } from './reason.ts';
import type { CheckResult } from './result.ts';

const families = [healthStatus, healthDuration, healthTransition].map(familyOf);

/** A check that is `unknown` is no number: nothing is invented for it. A failure costs one log line. */
export function recordRound(component: string, results: readonly CheckResult[]): void {
  const samples = results.flatMap((result) => samplesOf(component, result));
  try {
    const { foldDue } = push({ requests: [], families, samples, exemplars: [] });
    if (foldDue) foldRegistry();
  } catch (error) {
    logger.error('the metrics of a round of checks were not stored', { reason: reasonOf(error) });
  }
}

function samplesOf(component: string, { name, status, critical, durationMs, sinceMs }: CheckResult): Sample[] {
  const sample = (family: number, change: Sample['change']): Sample => ({
    family,
    labels: { tag: 'values', val: [name, component] },
    change,
  });
  const values = { healthy: 1, unhealthy: critical ? 0 : 0.5, unknown: Number.NaN };
  const samples = [sample(0, { tag: 'set', val: values[status] })];
  // what has no time of its own, the drain flag, took none either
  if (sinceMs === undefined) return samples;
  samples.push(sample(1, { tag: 'observe', val: Float64Array.of(durationMs / 1000) }));
  samples.push(sample(2, { tag: 'set', val: sinceMs / 1000 }));
  return samples;
}
