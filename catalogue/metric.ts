// Guest and Node. What the catalogue says of a metric. Plain data: a guest bundles the metrics that it names, and nothing
// of the others.

/** What one label can say, so that nobody outside can make series without end. */
export type Label = EnumeratedLabel | BoundedLabel;

/** A label with a fixed set of values. */
export interface EnumeratedLabel {
  readonly name: string;
  /** Every value that there can be. */
  readonly values: readonly string[];
}

/** A label whose values depend on the app. */
export interface BoundedLabel {
  readonly name: string;
  /** Where the values come from, and what bounds how many there can be. */
  readonly bound: string;
}

export interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** One sentence for people, the same wherever the metric is exposed. */
  readonly help: string;
  /** Base unit in the plural; empty: the metric counts, or is a plain 1. */
  readonly unit: '' | 'seconds' | 'bytes';
  readonly labels: readonly Label[];
  /** Histograms only: upper bounds in the metric's unit, ascending, without +Inf. */
  readonly buckets?: readonly number[];
  /** Who records it: the id of a component of the demo, or several of them in words. */
  readonly source: string;
  /** `experimental`: name or labels may change in any release; the changelog says when. */
  readonly stability: 'stable' | 'experimental';
}

/** The label names of one metric, as a type. */
export type LabelName<M extends Metric> = M['labels'][number]['name'];
