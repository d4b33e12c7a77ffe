// Guest. prom-client's Counter, whose increments are pushed. `inc` never throws in a request.
import type { CounterConfiguration, Counter as Prom } from 'prom-client';
import Base from 'prom-client/lib/counter.js';
import { enter, prepared } from './create.ts';
import type { OwnOptions } from './definition.ts';
import { dataOf, givenExemplar } from './exemplars.ts';
import { checkLabels, type Labels, labelsFrom } from './label-names.ts';
import { touched } from './live.ts';
import { type Metric, noteOf, type Own } from './metric.ts';
import { attempt, Refusal, shown } from './refusal.ts';

export interface CountedExemplar<T extends string> {
  labels?: Partial<Record<T, string | number>>;
  /** Default: 1. */
  value?: number;
  /** At most 128 characters in names and values together. */
  exemplarLabels?: Record<string, string | number>;
}

export class Counter<T extends string = string> extends Base<T> {
  declare readonly own: Own;

  constructor(configuration: CounterConfiguration<T> & OwnOptions) {
    super(prepared('counter', configuration));
    enter(this as unknown as Metric, configuration);
  }

  override incWithoutExemplar(labels?: unknown, value?: number): { labelHash: string } | undefined {
    if (typeof labels === 'object' && labels !== null) this.#add(labels as Labels, value);
    else this.#add({}, labels as number | undefined);
    return undefined;
  }

  override incWithExemplar(data?: CountedExemplar<T>): void {
    const given = attempt(this.name, () => dataOf('inc', data));
    if (given) this.#add(given.labels ?? {}, given.value, given.exemplarLabels);
  }

  override labels(...args: (string | number | Partial<Record<T, string | number>>)[]): Prom.Internal {
    const labels = attempt(this.name, () => labelsFrom(this, args));
    return { inc: (value) => labels && this.#add(labels, value) };
  }

  override remove(...args: (string | number | Partial<Record<T, string | number>>)[]): void {
    attempt(this.name, () => super.remove(labelsFrom(this, args) as Partial<Record<T, string>>));
  }

  override reset(): void {
    super.reset();
    if (this.own.isOpen) this.hashMap = {};
    touched.delete(this as unknown as Metric);
  }

  #add(labels: Labels, value: number | null | undefined, exemplarLabels?: Labels): void {
    attempt(this.name, () => {
      const by = value ?? 1;
      if (!Number.isFinite(by) || by < 0) {
        throw new Refusal(
          'value',
          `inc(${shown(value)}): expected a finite number that is not negative; use a gauge for what goes down`,
        );
      }
      checkLabels(this, labels);
      // a copy: prom-client keeps the object, and the tool may use it again
      const { labelHash } = super.incWithoutExemplar({ ...labels }, by)!;
      const note = noteOf(this.hashMap[labelHash]!);
      note.values = [by];
      touched.add(this as unknown as Metric);
      if (exemplarLabels) givenExemplar(this.name, note, 0, exemplarLabels, by);
    });
  }
}
