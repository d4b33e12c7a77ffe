// Guest. Metrics without label names, as the guide writes them: `counter(name, { help })` and then
// `inc({ status })`. prom-client refuses names that it was not told, so such a metric learns them as they come.
import type { Metric } from 'prom-client';

const open = new WeakSet<object>();

/** True for a metric whose label names were left open. */
export function isOpen(metric: Metric): boolean {
  return open.has(metric);
}

interface Labelled {
  labelNames: string[];
  sortedLabelNames: string[];
  reset(): void;
}

/** Lets the metric take any labels in these methods, whose first argument may be a label object. */
export function openLabels<T extends object>(metric: T, methods: (keyof T)[]): T {
  open.add(metric);
  const inside = metric as unknown as Labelled;
  // prom-client starts a metric without labels at 0; here that series would stand beside the labelled ones.
  (metric as unknown as { hashMap: object }).hashMap = {};
  for (const method of methods) {
    const original = metric[method] as (...args: unknown[]) => unknown;
    metric[method] = function (this: unknown, ...args: unknown[]) {
      if (args[0] !== null && typeof args[0] === 'object') learn(inside, args[0]);
      return original.apply(metric, args);
    } as T[keyof T];
  }
  const reset = inside.reset;
  inside.reset = () => {
    reset.call(metric);
    (metric as unknown as { hashMap: object }).hashMap = {};
  };
  return metric;
}

function learn(metric: Labelled, labels: object): void {
  const added = Object.keys(labels).filter((name) => !metric.labelNames.includes(name));
  if (added.length === 0) return;
  metric.labelNames = [...metric.labelNames, ...added];
  metric.sortedLabelNames = [...metric.labelNames].sort();
}
