// Guest. What becomes of a call that a metric cannot take: at build time it throws, so that the build fails; in a request
// it is counted and said once, and the tool goes on.

import type { Family, Sample } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { refusedCalls } from '../../catalogue/sdk.ts';
import { logger } from '../log/logger.ts';
import { phase } from '../phase.ts';

/** Why it was refused, as the label `reason` says it. */
export type Reason = (typeof refusedCalls.labels)[1]['values'][number];

/** Thrown by checks, caught by `attempt`. The message says what was found, what was expected, what to do. */
export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message);
  }
}

interface Refused {
  metric: string;
  reason: Reason;
  calls: number;
}

const family: Family = familyOf(refusedCalls);
const refused = new Map<string, Refused>();
const said = new Set<string>();

/** Whatever `call` returns; undefined when it failed in a request. At build time it throws, naming the metric. */
export function attempt<T>(metric: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    refuse(`metric ${shown(metric)}`, error, metric);
    return undefined;
  }
}

/** Throws at build time. `metric`: one that is defined; the label is not for names that a request may have made up. */
export function refuse(subject: string, error: unknown, metric = 'unknown'): void {
  const message = `${subject}: ${error instanceof Error ? error.message : String(error)}`;
  if (!phase.isServing) throw new Error(message, { cause: error });
  const reason = error instanceof Refusal ? error.reason : 'failed';
  const key = `${reason} ${metric}`;
  const known = refused.get(key);
  if (known) known.calls++;
  else refused.set(key, { metric, reason, calls: 1 });
  if (said.has(key)) return;
  said.add(key);
  logger.error(`${message}. It is not counted; further ones like it are not logged`);
}

/** The calls refused since the last time, as samples of `sidecars_refused_calls_total`. */
export function takeRefused(): { family: Family; samples: Omit<Sample, 'family'>[] } {
  const samples = [...refused.values()].map(({ metric, reason, calls }) => ({
    labels: { tag: 'values' as const, val: [metric, reason] },
    change: { tag: 'add' as const, val: calls },
  }));
  refused.clear();
  return { family, samples };
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return `[${value.slice(0, 10).map(shown).join(', ')}${value.length > 10 ? ', …' : ''}]`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
