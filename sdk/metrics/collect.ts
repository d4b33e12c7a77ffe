// Guest. What the prom-client registry holds at the end of a request, as families and samples. The instance started
// at zero, so what it holds is what this request added; it is taken out, in case the instance is used again.

import type { Change, Exemplar, Family, Sample } from 'sidecars:metrics/registry@0.1.0';
import { type Metric, register } from 'prom-client';
import { wasSet } from './gauge-marks.ts';
import { isOpen } from './open-labels.ts';

export interface Collected {
  families: Family[];
  samples: Sample[];
  exemplars: Exemplar[];
}

/** One prom-client metric from inside; its public `get` would splay histograms into single series. */
interface Held {
  name: string;
  help: string;
  type: string;
  labelNames: string[];
  upperBounds?: number[];
  hashMap: Record<string, Entry>;
  collect?: () => void | Promise<void>;
  reset(): void;
}

interface Entry {
  labels: Record<string, string | number>;
  value: number;
  bucketValues?: Record<string, number>;
  sum?: number;
  count?: number;
}

const kinds = ['counter', 'gauge', 'histogram'];
const labelName = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

export async function collectMetrics(): Promise<Collected> {
  const families: Family[] = [];
  const samples: Sample[] = [];
  for (const metric of register.getMetricsAsArray() as unknown as Held[]) {
    if (!kinds.includes(metric.type)) continue;
    if (metric.collect) await metric.collect();
    const own = samplesOf(metric, families.length);
    metric.reset();
    const showsZero = metric.labelNames.length === 0 && !isOpen(metric as unknown as Metric);
    if (own.length === 0 && !showsZero) continue;
    families.push(familyOf(metric));
    samples.push(...own);
  }
  return { families, samples, exemplars: [] };
}

function familyOf(metric: Held): Family {
  return {
    name: metric.name,
    kind: metric.type as Family['kind'],
    help: metric.help,
    unit: '',
    labels: isOpen(metric as unknown as Metric) ? { tag: 'open' } : { tag: 'closed', val: metric.labelNames },
    buckets: Float64Array.from(metric.upperBounds ?? []),
    native: false,
  };
}

function samplesOf(metric: Held, family: number): Sample[] {
  const samples: Sample[] = [];
  for (const entry of Object.values(metric.hashMap)) {
    const change = changeOf(metric, entry);
    const labels = change && labelsOf(metric, entry);
    if (labels) samples.push({ family, labels, change });
  }
  return samples;
}

function changeOf(metric: Held, entry: Entry): Change | undefined {
  if (metric.type === 'histogram') {
    if (!entry.count) return undefined;
    const counts = metric.upperBounds!.map((bound) => entry.bucketValues![bound]!);
    const beyond = entry.count - counts.reduce((sum, count) => sum + count, 0);
    return { tag: 'merge', val: { counts: BigUint64Array.from([...counts, beyond], BigInt), sum: entry.sum! } };
  }
  if (metric.type === 'gauge' && wasSet(entry)) return { tag: 'set', val: entry.value };
  return entry.value === 0 ? undefined : { tag: 'add', val: entry.value };
}

/** Undefined when a label cannot be stored: the sample is lost and said so, the rest of the push is good. */
function labelsOf(metric: Held, { labels }: Entry): Sample['labels'] | undefined {
  if (!isOpen(metric as unknown as Metric)) {
    return { tag: 'values', val: metric.labelNames.map((name) => String(labels[name] ?? '')) };
  }
  const pairs = Object.entries(labels).map(([name, value]): [string, string] => [name, String(value)]);
  const wrong = pairs.find(([name]) => !labelName.test(name) || name === 'le' || name === 'quantile');
  if (!wrong) return { tag: 'pairs', val: pairs };
  console.error(
    `spin-sidecars: ${metric.name}: label ${JSON.stringify(wrong[0])} is no label name, expected letters, digits and _; the sample is lost`,
  );
  return undefined;
}
