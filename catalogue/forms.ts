// Guest and Node. A catalogued metric in the two forms in which a guest hands one over: as options of the SDK, or as a
// family of a push. Called at a top level only, so that a request pays nothing for it.
import type { Family } from 'sidecars:metrics/registry@0.1.0';
import type { LabelName, Metric } from './metric.ts';

type Histogram = Metric & { readonly buckets: readonly number[] };

export function labelNames<M extends Metric>({ labels }: M): LabelName<M>[] {
  return labels.map(({ name }): LabelName<M> => name);
}

/** For `metrics.counter(metric.name, …)` and `metrics.gauge(metric.name, …)`. */
export function optionsOf<M extends Metric>(metric: M) {
  return { help: metric.help, unit: metric.unit, labelNames: labelNames(metric) };
}

/** For `metrics.histogram(metric.name, …)`. */
export function histogramOptionsOf<M extends Histogram>(metric: M) {
  return { ...optionsOf(metric), buckets: [...metric.buckets] };
}

/** For `push`, without prom-client in between. */
export function familyOf(metric: Metric): Family {
  const { name, kind, help, unit, buckets = [] } = metric;
  return {
    name,
    kind,
    help,
    unit,
    labels: { tag: 'closed', val: labelNames(metric) },
    buckets: Float64Array.from(buckets),
    native: false,
  };
}
