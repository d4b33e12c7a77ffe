// Guest. A metric's definition as a push carries it. Made when the metric is registered and when default labels change,
// which is build time for what stands at the top level.
import type { Family } from 'sidecars:metrics/registry@0.1.0';
import type { Labels } from './label-names.ts';
import type { Metric } from './metric.ts';

/** A metric in several registries has the default labels of the first. */
export function defaultLabelsOf(metric: Metric): Labels {
  return metric.own.registries[0]?._defaultLabels ?? {};
}

export function makeFamily(metric: Metric): void {
  const { kind, help, unit, isOpen, labelNames, buckets, isNative } = metric.own;
  const added = Object.keys(defaultLabelsOf(metric)).filter((name) => !labelNames.includes(name));
  const labels: Family['labels'] = isOpen ? { tag: 'open' } : { tag: 'closed', val: [...labelNames, ...added] };
  metric.own.family = {
    name: metric.name,
    kind,
    help,
    unit,
    labels,
    buckets: Float64Array.from(buckets),
    native: isNative,
  };
}
