// Guest and Node. The work that everybody does in a comparison: per request one counter with 3 labels grows by 1, one
// gauge is set, one histogram of 11 buckets with 3 labels observes a value; over 100 label sets.

export const labelSets = 100;
export const labelNames = ['tool', 'tenant', 'outcome'] as const;
export const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const names = {
  counter: 'bench_calls_total',
  gauge: 'bench_queue_length',
  histogram: 'bench_call_duration_seconds',
} as const;

export const helps = {
  counter: 'Calls by tool, tenant and outcome',
  gauge: 'Calls that wait',
  histogram: 'Duration of a call',
} as const;

export function labelValues(set: number): string[] {
  return [`tool-${set % 10}`, `tenant-${Math.floor(set / 10) % 10}`, 'ok'];
}

export function labels(set: number): Record<(typeof labelNames)[number], string> {
  const [tool, tenant, outcome] = labelValues(set) as [string, string, string];
  return { tool, tenant, outcome };
}

/** A duration in seconds that reaches every bucket in turn. */
export function duration(set: number): number {
  return buckets[set % buckets.length]! * 0.9;
}
