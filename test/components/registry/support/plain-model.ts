// Node, tests. What a registry should hold, by the simplest means: every push is applied at once, in its order.
import { wellFormed } from './hostile.ts';
import type { Batch, Family, Sample } from './registry.ts';

interface Distribution {
  counts: number[];
  sum: number;
}

export class PlainModel {
  /** Every value of the native histograms, by series. */
  readonly observations = new Map<string, number[]>();
  /** By series and index of the bucket, 0 in a counter: `c_total{a="x"} 0` -> the newest one's trace id. */
  readonly exemplars = new Map<string, string>();
  readonly #numbers = new Map<string, number>();
  readonly #distributions = new Map<string, { name: string; text: string; bounds: number[]; value: Distribution }>();

  apply(families: Family[], samples: Sample[], exemplars: Batch['exemplars'] = []): void {
    for (const { family, labels, change } of samples) {
      const of = families[family]!;
      const text = labelText(of, labels);
      if (of.kind === 'histogram') this.#distribute(of, text, change);
      else this.#number(seriesName(of.name, text), change);
      if (of.native && change.tag === 'observe') {
        const series = seriesName(of.name, text);
        this.observations.set(series, [...(this.observations.get(series) ?? []), ...change.val]);
      }
    }
    for (const { sample, labels, value } of exemplars) {
      const { family, labels: seriesLabels } = samples[sample]!;
      const of = families[family]!;
      const series = seriesName(of.name, labelText(of, seriesLabels));
      this.exemplars.set(`${series} ${bucketOf([...of.buckets], value)}`, labels[0]![1]);
    }
  }

  #number(series: string, change: Sample['change']): void {
    const before = this.#numbers.get(series) ?? 0;
    if (change.tag === 'add') this.#numbers.set(series, before + change.val);
    if (change.tag === 'set') this.#numbers.set(series, change.val);
  }

  #distribute(of: Family, text: string, change: Sample['change']): void {
    const series = seriesName(of.name, text);
    const bounds = [...of.buckets];
    const value = this.#distributions.get(series)?.value ?? { counts: new Array(bounds.length + 1).fill(0), sum: 0 };
    const added: Distribution = { counts: new Array(bounds.length + 1).fill(0), sum: 0 };
    if (change.tag === 'observe') {
      for (const observation of change.val) {
        added.counts[bucketOf(bounds, observation)]! += 1;
        added.sum += observation;
      }
    } else if (change.tag === 'merge') {
      added.counts = [...change.val.counts].map(Number);
      added.sum = change.val.sum;
    }
    value.counts = value.counts.map((count, at) => count + added.counts[at]!);
    value.sum += added.sum;
    this.#distributions.set(series, { name: of.name, text, bounds, value });
  }

  /** Every series as the text format names it. */
  series(): Map<string, number> {
    const result = new Map(this.#numbers);
    for (const { name, text, bounds, value } of this.#distributions.values()) {
      let count = 0;
      for (const [at, inBucket] of value.counts.entries()) {
        count += inBucket;
        const le = at === bounds.length ? '+Inf' : String(bounds[at]);
        result.set(seriesName(`${name}_bucket`, [text, `le="${le}"`].filter(Boolean).join()), count);
      }
      result.set(seriesName(`${name}_sum`, text), value.sum);
      result.set(seriesName(`${name}_count`, text), count);
    }
    return result;
  }
}

function bucketOf(bounds: number[], value: number): number {
  const at = bounds.findIndex((bound) => value <= bound);
  return at === -1 ? bounds.length : at;
}

export const seriesName = (name: string, text: string) => (text === '' ? name : `${name}{${text}}`);

function labelText(of: Family, labels: Sample['labels']): string {
  if (labels.tag === 'pairs') return textOf(labels.val);
  return textOf(labels.val.map((value, at) => [(of.labels as { val: string[] }).val[at]!, value]));
}

/** Labels with plain names as the text format writes them. */
export function textOf(pairs: [string, string][]): string {
  return pairs
    .filter(([, value]) => value !== '')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join();
}

function escaped(value: string): string {
  return wellFormed(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
