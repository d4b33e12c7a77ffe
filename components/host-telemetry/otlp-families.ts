// Guest. Families of the registry as OTLP metrics: cumulative, since the registry began to count.
import type { KeyValue } from '../../otlp/common.ts';
import { type ExponentialBuckets, type Metric, type MetricsRequest, temporality } from '../../otlp/metrics.ts';
import { type BucketSpan, type ExposedHistogram, kinds, type MetricFamily } from './exposition.ts';

/** UCUM's names of the units that ours have. */
const units: Record<string, string> = { seconds: 's', bytes: 'By', ratio: '1' };

const { cumulative } = temporality;

interface Times {
  startTimeUnixNano: bigint;
  timeUnixNano: bigint;
}

/** `resource`: attributes of the app. */
export function otlpRequest(families: MetricFamily[], resource: Record<string, string>, times: Times): MetricsRequest {
  const metrics = families.map((family) => otlpMetric(family, times));
  const scope = { name: 'spin-sidecars', version: '' };
  return { resourceMetrics: [{ resource: { attributes: keyValues(resource) }, scopeMetrics: [{ scope, metrics }] }] };
}

function keyValues(attributes: Record<string, string>): KeyValue[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

function otlpMetric({ name, help, type, unit, metric }: MetricFamily, times: Times): Metric {
  const points = metric.map(({ label, gauge, counter, histogram }) => ({
    common: {
      attributes: label.map(({ name: key, value }) => ({ key, value: { stringValue: value } })),
      ...times,
      flags: 0,
    },
    asDouble: gauge?.value ?? counter?.value ?? 0,
    histogram,
  }));
  const described = { name, description: help, unit: units[unit] ?? unit };
  const numbers = () => points.map(({ common, asDouble }) => ({ ...common, asDouble }));
  if (type === kinds.gauge) return { ...described, gauge: { dataPoints: numbers() } };
  if (type === kinds.counter) {
    return { ...described, sum: { dataPoints: numbers(), aggregationTemporality: cumulative, isMonotonic: true } };
  }
  const filled = points.flatMap(({ common, histogram }) => (histogram ? [{ common, histogram }] : []));
  if (filled.some(({ histogram }) => histogram.schema !== undefined)) {
    const dataPoints = filled.map(({ common, histogram }) => ({ ...common, ...exponential(histogram) }));
    return { ...described, exponentialHistogram: { dataPoints, aggregationTemporality: cumulative } };
  }
  const dataPoints = filled.map(({ common, histogram }) => ({ ...common, ...explicit(histogram) }));
  return { ...described, histogram: { dataPoints, aggregationTemporality: cumulative } };
}

function explicit({ sampleCount, sampleSum, bucket }: ExposedHistogram) {
  const bucketCounts = bucket.map(
    ({ cumulativeCount }, at) => cumulativeCount - (bucket[at - 1]?.cumulativeCount ?? 0n),
  );
  const explicitBounds = bucket.slice(0, -1).map(({ upperBound }) => upperBound);
  return { count: sampleCount, sum: sampleSum, bucketCounts, explicitBounds };
}

function exponential(histogram: ExposedHistogram) {
  const { sampleCount, sampleSum, schema = 0, zeroCount } = histogram;
  return {
    count: sampleCount,
    sum: sampleSum,
    scale: schema,
    zeroCount,
    positive: denseBuckets(histogram.positiveSpan, histogram.positiveDelta),
    negative: denseBuckets(histogram.negativeSpan, histogram.negativeDelta),
  };
}

/** OTLP names a bucket by where it begins, Prometheus by where it ends, and OTLP has no gaps. */
function denseBuckets(spans: BucketSpan[], deltas: bigint[]): ExponentialBuckets {
  const bucketCounts: bigint[] = [];
  let count = 0n;
  let next = 0;
  for (const [at, { offset, length }] of spans.entries()) {
    if (at > 0) for (let gap = 0; gap < offset; gap++) bucketCounts.push(0n);
    for (let i = 0; i < length; i++) {
      count += deltas[next++] ?? 0n;
      bucketCounts.push(count);
    }
  }
  return { offset: (spans[0]?.offset ?? 1) - 1, bucketCounts };
}
