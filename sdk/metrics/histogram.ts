// Guest. prom-client's Histogram, whose observations are pushed: as they are while they are few or the histogram is
// native, else as counts of its buckets.
import type { HistogramConfiguration, Histogram as Prom } from 'prom-client';
import Base from 'prom-client/lib/histogram.js';
import { hashObject } from 'prom-client/lib/util.js';
import { enter, prepared } from './create.ts';
import type { OwnOptions } from './definition.ts';
import { bucketOf, dataOf, givenExemplar } from './exemplars.ts';
import { checkLabels, type Labels, labelsFrom } from './label-names.ts';
import { touched } from './live.ts';
import { type Entry, type Metric, type Note, noteOf, type Own } from './metric.ts';
import { attempt, Refusal, shown } from './refusal.ts';

type LabelsOf<T extends string> = Partial<Record<T, string | number>>;

export interface ObservedExemplar<T extends string> {
  labels?: LabelsOf<T>;
  value: number;
  /** At most 128 characters in names and values together. */
  exemplarLabels?: Record<string, string | number>;
}

/** Observations of one series of a native histogram in one request: they travel one by one. */
export const maxNativeObservations = 10_000;

export class Histogram<T extends string = string> extends Base<T> {
  declare readonly own: Own;

  constructor(configuration: HistogramConfiguration<T> & OwnOptions) {
    super(prepared('histogram', configuration));
    enter(this as unknown as Metric, configuration);
  }

  override observeWithoutExemplar(labels?: unknown, value?: number): void {
    if (typeof labels === 'object') this.#observe((labels ?? {}) as Labels, value);
    else this.#observe({}, labels as number | undefined);
  }

  override observeWithExemplar(data?: ObservedExemplar<T>): void {
    const given = attempt(this.name, () => dataOf('observe', data));
    if (given) this.#observe(given.labels ?? {}, given.value, given.exemplarLabels);
  }

  override labels(...args: (string | number | LabelsOf<T>)[]): Prom.Internal<T> {
    const labels = attempt(this.name, () => labelsFrom(this, args)) as LabelsOf<T> | undefined;
    return {
      observe: (value) => labels && this.#observe(labels, value),
      startTimer: () => (labels ? this.startTimer(labels) : () => 0),
    };
  }

  override zero(labels: LabelsOf<T>): void {
    attempt(this.name, () => {
      checkLabels(this, labels);
      super.zero(labels);
      touched.add(this as unknown as Metric);
    });
  }

  override remove(...args: (string | number | LabelsOf<T>)[]): void {
    attempt(this.name, () => super.remove(labelsFrom(this, args) as LabelsOf<T>));
  }

  override reset(): void {
    super.reset();
    touched.delete(this as unknown as Metric);
  }

  /** `startTimer` under the name that it has in the guide: call what it returns to observe the seconds in between. */
  timer(labels?: LabelsOf<T>): (labels?: LabelsOf<T>) => number;
  /** Observes how many seconds `run` takes, also when it fails, and gives what `run` gives. */
  timer<R>(run: () => R, labels?: LabelsOf<T>): R;
  timer<R>(first?: LabelsOf<T> | (() => R), labels?: LabelsOf<T>): R | ((labels?: LabelsOf<T>) => number) {
    if (typeof first !== 'function') return this.startTimer(first);
    const end = this.startTimer(labels);
    let result: R;
    try {
      result = first();
    } catch (error) {
      end();
      throw error;
    }
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.finally(() => void end()) as R;
  }

  #observe(labels: Labels, value: unknown, exemplarLabels?: Labels): void {
    attempt(this.name, () => {
      if (!Number.isFinite(value)) {
        throw new Refusal('value', `observe(${shown(value)}): expected a finite number`);
      }
      checkLabels(this, labels);
      const hash = hashObject(labels, this.sortedLabelNames);
      this.#checkRoom(this.hashMap[hash]);
      // a copy: prom-client keeps the object, and the tool may use it again
      super.observeWithoutExemplar({ ...labels }, value as number);
      const note = noteOf(this.hashMap[hash]!);
      this.#keep(note, value as number);
      touched.add(this as unknown as Metric);
      if (!exemplarLabels) return;
      givenExemplar(this.name, note, bucketOf(this.upperBounds, value as number), exemplarLabels, value as number);
    });
  }

  /** Few observations travel as they are, which is shorter than a count for each bucket; then they are counted. */
  #keep(note: Note, value: number): void {
    const room = this.own.isNative ? maxNativeObservations : this.upperBounds.length + 1;
    if (!note.counts && note.values.length < room) {
      note.values.push(value);
      return;
    }
    // prom-client's own counts are not used: a bound of -1 gets what is above all bounds there
    note.counts ??= countsOf(this.upperBounds, note.values);
    note.counts[bucketOf(this.upperBounds, value)]!++;
  }

  #checkRoom(entry: Entry | undefined): void {
    if (!this.own.isNative || (entry?.count ?? 0) < maxNativeObservations) return;
    throw new Refusal(
      'limit',
      `more than ${maxNativeObservations} observations of one series in one request, which is the most for a native histogram; observe fewer, or leave native out`,
    );
  }
}

function countsOf(bounds: readonly number[], values: readonly number[]): number[] {
  const counts: number[] = new Array(bounds.length + 1).fill(0);
  for (const value of values) counts[bucketOf(bounds, value)]!++;
  return counts;
}
