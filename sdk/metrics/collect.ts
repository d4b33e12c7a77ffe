// Guest. What the metrics hold at the end of a request, as families and samples. The instance started at zero, so what they
// hold is what this request added; it is taken out, in case the instance is used again.
import type { Batch, Change, Sample } from 'sidecars:metrics/registry@0.1.0';
import { withDeadline } from '../deadline.ts';
import { takeDropped } from '../otlp/drops.ts';
import './build-time.ts';
import { exemplarsOf } from './exemplars.ts';
import { defaultLabelsOf } from './family.ts';
import type { Labels } from './label-names.ts';
import { collected, shownFromZero, touched } from './live.ts';
import { type Entry, type Metric, noted } from './metric.ts';
import { type Reason, Refusal, refuse, takeRefused } from './refusal.ts';

export type Collected = Omit<Batch, 'requests'>;

/** The client waits for it. */
const collectMs = 1000;

/** What the registry takes in one push. */
const maxFamilies = 256;

/** Families of the SDK's own that may come on top. */
const ownFamilies = 2;

export async function collectMetrics(): Promise<Collected> {
  for (const metric of collected) {
    try {
      const waiting = metric.collect!();
      if (waiting) await withDeadline(waiting, collectMs, `no end within ${collectMs} ms`);
    } catch (error) {
      refuse(`metric "${metric.name}": its collect function`, error, metric.name);
    }
  }
  const batch = batchOf(touched, shownFromZero);
  for (const metric of [...touched]) metric.reset();
  touched.clear();
  addOwn(batch, takeRefused());
  addOwn(batch, takeDropped());
  return batch;
}

/** What the SDK says of itself. */
function addOwn(batch: Collected, { family, samples }: ReturnType<typeof takeRefused>): void {
  if (samples.length === 0) return;
  const index = batch.families.push(family) - 1;
  batch.samples.push(...samples.map((sample) => ({ family: index, ...sample })));
}

/** Everything that `changed` holds; of `fromZero` the definitions, which alone make a metric without labels show as 0. */
export function batchOf(changed: ReadonlySet<Metric>, fromZero: ReadonlySet<Metric>): Collected {
  const batch: Collected = { families: [], samples: [], exemplars: [] };
  const isFull = () => batch.families.length >= maxFamilies - ownFamilies;
  for (const metric of changed) {
    if (metric.own.registries.length === 0) continue;
    if (!isFull()) addMetric(batch, metric);
    else drop(metric, 'limit', `one of more than ${maxFamilies - ownFamilies} metrics that changed in one request`);
  }
  for (const metric of fromZero) {
    if (!changed.has(metric) && !isFull()) addMetric(batch, metric);
  }
  return batch;
}

function drop({ name }: Metric, reason: Reason, problem: string): void {
  refuse(`metric "${name}"`, new Refusal(reason, problem), name);
}

function addMetric(batch: Collected, metric: Metric): void {
  const family = batch.families.push(metric.own.family!) - 1;
  const defaults = defaultLabelsOf(metric);
  for (const entry of Object.values(metric.hashMap)) {
    // a series without labels that was not touched shows as 0 because its family is there
    if (!entry[noted] && isBare(entry, defaults) && !entry.value && !entry.count) continue;
    const change = changeOf(metric, entry);
    if (!change) continue;
    const sample = batch.samples.push({ family, labels: labelsOf(metric, entry, defaults), change }) - 1;
    for (const exemplar of exemplarsOf(metric, entry)) batch.exemplars.push({ sample, ...exemplar });
  }
}

function isBare({ labels }: Entry, defaults: Labels): boolean {
  for (const _ in labels) return false;
  for (const _ in defaults) return false;
  return true;
}

function changeOf(metric: Metric, entry: Entry): Change | undefined {
  if (metric.own.kind === 'histogram') return distributionOf(entry);
  if (entry[noted]?.isSet) return { tag: 'set', val: entry.value };
  if (Number.isFinite(entry.value)) return { tag: 'add', val: entry.value };
  drop(metric, 'value', `its increments add up to ${entry.value}, expected a finite number`);
  return undefined;
}

function distributionOf({ sum = 0, [noted]: note }: Entry): Change {
  if (!note?.counts) return { tag: 'observe', val: Float64Array.from(note?.values ?? []) };
  return { tag: 'merge', val: { counts: BigUint64Array.from(note.counts, BigInt), sum } };
}

function labelsOf({ own }: Metric, { labels }: Entry, defaults: Labels): Sample['labels'] {
  const names = own.family!.labels;
  if (names.tag === 'closed') {
    return { tag: 'values', val: names.val.map((name) => String(labels[name] ?? defaults[name] ?? '')) };
  }
  const pairs = Object.entries({ ...defaults, ...labels });
  return { tag: 'pairs', val: pairs.map(([name, value]) => [name, String(value ?? '')]) };
}
