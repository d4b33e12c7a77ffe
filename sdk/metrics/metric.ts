// Guest. What our Counter, Gauge and Histogram have beside prom-client's classes, which they extend.
import type { Exemplar, Family } from 'sidecars:metrics/registry@0.1.0';
import type { Definition } from './definition.ts';
import type { Labels } from './label-names.ts';
import type { Registry } from './registry.ts';

/** Set before prom-client's constructor runs, which already calls `reset`. */
export interface Own extends Definition {
  /** In the place of one that could not be defined. */
  isStandIn: boolean;
  /** Those that hold the metric; it is pushed while there is one. */
  registries: Registry[];
  /** Made when it is registered, which is build time for what is defined at the top level. */
  family: Family | undefined;
}

export type Exemplified = Omit<Exemplar, 'sample'>;

/** What prom-client keeps of one series, and what it has no place for. */
export interface Entry {
  labels: Labels;
  /** Counters and gauges. */
  value: number;
  /** Histograms: by upper bound. */
  bucketValues?: Record<string, number>;
  sum?: number;
  count?: number;
  [noted]?: Note;
}

/** A symbol, so that `get` and JSON do not show it. */
export const noted = Symbol('spin-sidecars');

export interface Note {
  /** Gauges: it was set, not only moved. */
  isSet?: boolean;
  /** Counters: the last increment. Histograms: the first observations, in their order. */
  values: number[];
  /** Histograms with more of them: all observations by bucket, the last one being +Inf. */
  counts?: number[];
  /** What the tool gave itself, by index of the bucket; counters: 0. */
  exemplars?: Map<number, Exemplified>;
}

/** The note of a series, made when there is none. */
export function noteOf(entry: Entry): Note {
  entry[noted] ??= { values: [] };
  return entry[noted];
}

/** A metric from inside. */
export interface Metric {
  readonly own: Own;
  readonly name: string;
  readonly help: string;
  labelNames: string[];
  sortedLabelNames: string[];
  hashMap: Record<string, Entry>;
  readonly upperBounds?: readonly number[];
  readonly collect?: () => void | Promise<void>;
  reset(): void;
}
