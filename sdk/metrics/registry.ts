// Guest. prom-client's registry, which also says what is pushed: every metric that some registry holds.

import type { Metric as PromMetric, Registry as PromRegistry, RegistryContentType } from 'prom-client';
import Base from 'prom-client/lib/registry.js';
import { difference } from './definition.ts';
import { makeFamily } from './family.ts';
import { type Labels, labelNamesProblem, maxLabels } from './label-names.ts';
import { collected, shownFromZero } from './live.ts';
import type { Metric } from './metric.ts';
import { Refusal, refuse, shown } from './refusal.ts';

/** A histogram's series end so: another metric of that name would show the same name twice. */
const suffixes = ['_bucket', '_sum', '_count'];

export class Registry<T extends RegistryContentType = RegistryContentType> extends Base<T> {
  /** Throws at build time when the name is taken, or when the metric is none of this package. */
  override registerMetric<Label extends string>(registered: PromMetric<Label>): void {
    const metric = registered as unknown as Metric;
    try {
      this.#check(metric);
    } catch (error) {
      refuse(`metric ${shown(metric.name)}`, error);
      return;
    }
    super.registerMetric(registered);
    if (!metric.own.registries.includes(this)) metric.own.registries.push(this);
    follow(metric);
  }

  override removeSingleMetric(name: string): void {
    const metric = this._metrics[name] as Metric | undefined;
    super.removeSingleMetric(name);
    if (metric) this.#forget(metric);
  }

  override clear(): void {
    const metrics = Object.values(this._metrics) as Metric[];
    super.clear();
    for (const metric of metrics) this.#forget(metric);
  }

  /** For every metric of this registry, also those that are there already. Throws at build time for impossible names. */
  override setDefaultLabels(labels: object): void {
    const metrics = Object.values(this._metrics) as Metric[];
    try {
      const problem = labelNamesProblem(Object.keys(labels));
      if (problem) throw new Refusal('labels', problem);
      for (const metric of metrics) checkCount(metric, labels as Labels);
    } catch (error) {
      refuse('default labels', error);
      return;
    }
    super.setDefaultLabels(labels);
    for (const metric of metrics) follow(metric);
  }

  static override merge(registries: PromRegistry[]): PromRegistry {
    const merged = new Registry(registries[0]?.contentType);
    for (const registry of registries) {
      for (const metric of registry.getMetricsAsArray()) merged.registerMetric(metric as never);
    }
    return merged as unknown as PromRegistry;
  }

  #check(metric: Metric): void {
    if (!metric.own) {
      throw new Refusal(
        'definition',
        'it is no Counter, Gauge or Histogram of prom-client, which is all that can be pushed; make it one',
      );
    }
    const known = this._metrics[metric.name] as Metric | undefined;
    if (known && known !== metric) {
      const how = difference(known.own, metric.own) ?? 'with the same definition';
      throw new Refusal(
        'definition',
        `a metric of this name has already been registered: ${how}; define it once and import it, or rename one`,
      );
    }
    const clash = this.#clash(metric);
    if (clash) {
      throw new Refusal('definition', `the histogram and "${clash}" would both show that name; rename one`);
    }
    checkCount(metric, this._defaultLabels);
  }

  /** The metric that would share a name with a series of the other one. */
  #clash({ name, own }: Metric): string | undefined {
    for (const suffix of suffixes) {
      if (own.kind === 'histogram' && this._metrics[name + suffix]) return name + suffix;
      if (!name.endsWith(suffix)) continue;
      const stem = name.slice(0, -suffix.length);
      if ((this._metrics[stem] as Metric | undefined)?.own.kind === 'histogram') return stem;
    }
    return undefined;
  }

  #forget(metric: Metric): void {
    metric.own.registries = metric.own.registries.filter((registry) => (registry as unknown) !== this);
    follow(metric);
  }
}

function checkCount({ name, own: { labelNames } }: Metric, defaults: Labels): void {
  const names = new Set([...labelNames, ...Object.keys(defaults)]);
  if (names.size <= maxLabels) return;
  throw new Refusal(
    'labels',
    `${names.size} label names of ${shown(name)} with the default ones ${shown(Object.keys(defaults))}, at most ${maxLabels} are taken; name fewer`,
  );
}

/** Keeps what a push looks at in step with where the metric is registered. */
function follow(metric: Metric): void {
  const isHeld = metric.own.registries.length > 0;
  const isBare = !metric.own.isOpen && metric.own.labelNames.length === 0;
  put(shownFromZero, metric, isHeld && isBare);
  put(collected, metric, isHeld && metric.collect !== undefined);
  makeFamily(metric);
}

function put(set: Set<Metric>, metric: Metric, isIn: boolean): void {
  if (isIn) set.add(metric);
  else set.delete(metric);
}

/** prom-client's global registry. */
export const register = new Registry();
