// Guest. prom-client's Gauge. What was set replaces what the registry holds; what was only moved is added to it.
import type { GaugeConfiguration, Gauge as Prom } from 'prom-client';
import Base from 'prom-client/lib/gauge.js';
import { hashObject } from 'prom-client/lib/util.js';
import { enter, prepared } from './create.ts';
import type { OwnOptions } from './definition.ts';
import { checkLabels, type Labels, labelsFrom } from './label-names.ts';
import { touched } from './live.ts';
import { type Metric, noted, type Own } from './metric.ts';
import { attempt, Refusal, shown } from './refusal.ts';

type LabelsOf<T extends string> = Partial<Record<T, string | number>>;

export class Gauge<T extends string = string> extends Base<T> {
  declare readonly own: Own;

  constructor(configuration: GaugeConfiguration<T> & OwnOptions) {
    super(prepared('gauge', configuration));
    enter(this as unknown as Metric, configuration);
  }

  override set(...args: [LabelsOf<T>, number] | [number]): void {
    this.#change(args, (labels, value) => {
      if (typeof value !== 'number') throw new Refusal('value', `set(${shown(value)}): expected a number`);
      super.set(labels as LabelsOf<T>, value);
      this.hashMap[hashObject(labels, this.sortedLabelNames)]![noted] = { isSet: true, values: [] };
    });
  }

  override inc(...args: [LabelsOf<T>, number?] | [number?]): void {
    this.#move('inc', args, 1);
  }

  override dec(...args: [LabelsOf<T>, number?] | [number?]): void {
    this.#move('dec', args, -1);
  }

  override labels(...args: (string | number | LabelsOf<T>)[]): Prom.Internal<T> {
    const labels = attempt(this.name, () => labelsFrom(this, args)) as LabelsOf<T> | undefined;
    return {
      inc: (value) => labels && this.inc(labels, value),
      dec: (value) => labels && this.dec(labels, value),
      set: (value) => labels && this.set(labels, value),
      setToCurrentTime: () => labels && this.setToCurrentTime(labels),
      startTimer: () => (labels ? this.startTimer(labels) : () => 0),
    };
  }

  override remove(...args: (string | number | LabelsOf<T>)[]): void {
    attempt(this.name, () => super.remove(labelsFrom(this, args) as LabelsOf<T>));
  }

  override reset(): void {
    super.reset();
    if (this.own.isOpen) this.hashMap = {};
    touched.delete(this as unknown as Metric);
  }

  #move(method: 'inc' | 'dec', args: readonly unknown[], sign: 1 | -1): void {
    this.#change(args, (labels, value = 1) => {
      if (!Number.isFinite(value)) {
        throw new Refusal('value', `${method}(${shown(value)}): expected a finite number; set it to anything else`);
      }
      super.inc(labels as LabelsOf<T>, sign * (value as number));
    });
  }

  #change([first, second]: readonly unknown[], change: (labels: Labels, value: unknown) => void): void {
    attempt(this.name, () => {
      const [labels, value] = typeof first === 'object' && first !== null ? [first as Labels, second] : [{}, first];
      checkLabels(this, labels);
      // a copy: prom-client keeps the object, and the tool may use it again
      change({ ...labels }, value);
      touched.add(this as unknown as Metric);
    });
  }
}
