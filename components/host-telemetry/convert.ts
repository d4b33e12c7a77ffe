// Guest. A request's metrics as families and samples of the registry. What cannot be taken is rejected point by point.
import type { Family, Sample } from 'sidecars:metrics/registry@0.1.0';
import {
  type HistogramPoint,
  type Metric,
  type MetricsRequest,
  type NumberPoint,
  noRecordedValue,
  type ResourceMetrics,
} from '../../otlp/metrics.ts';
import { hostLabels, isFromHost, type Mapped, mappedMetric, unitOf } from './host-metrics.ts';
import { attribute, type Labels, labelsOf, textOf } from './labels.ts';
import { metricName } from './names.ts';
import { exponentialChange, gaugeChange, histogramChange, Rejection, sumChange } from './points.ts';

type Change = Sample['change'];
type AnyPoint = { attributes: HistogramPoint['attributes']; flags: number };

export interface FamilySamples {
  family: Family;
  samples: Omit<Sample, 'family'>[];
}

export interface Converted {
  families: FamilySamples[];
  accepted: number;
  rejected: number;
  /** Why, of the first that were rejected; empty: none was. */
  reasons: string[];
  /** Whether the host is among the senders. */
  isFromHost: boolean;
}

/** So many reasons are told. */
const maxReasons = 3;

/** Who sent a metric. */
interface Origin {
  isHost: boolean;
  /** For the registry, to tell the totals of several senders apart. */
  source: string;
  labels: Labels;
}

export function convert(request: MetricsRequest): Converted {
  const result: Converted = { families: [], accepted: 0, rejected: 0, reasons: [], isFromHost: false };
  for (const sent of request.resourceMetrics) {
    const isHost = isFromHost(sent);
    if (isHost) result.isFromHost = true;
    for (const { scope, metrics } of sent.scopeMetrics) {
      const origin = originOf(sent, `${scope?.name ?? ''} ${scope?.version ?? ''}`, isHost);
      for (const metric of metrics) addMetric(result, metric, origin);
    }
  }
  return result;
}

function originOf({ resource }: ResourceMetrics, scope: string, isHost: boolean): Origin {
  const attributes = resource?.attributes ?? [];
  const described = attributes.map(({ key, value }) => `${key}=${textOf(value)}`).sort();
  const service = attribute(attributes, 'service.name') || 'unknown_service';
  return {
    isHost,
    source: shortened([...described, scope].join('\n')),
    labels: isHost ? [] : [['component', service]],
  };
}

/** The registry takes 1,024 bytes: what is longer keeps its beginning, and a hash of all of it. */
function shortened(text: string): string {
  if (text.length <= 256) return text;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `${beginning(text, 200)}#${hash.toString(16)}`;
}

function addMetric(result: Converted, metric: Metric, origin: Origin): void {
  const mapped = origin.isHost ? mappedMetric(metric) : undefined;
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  const add = <P extends AnyPoint>(points: P[], familyFor: (point: P) => Family, change: (point: P) => Change) =>
    addPoints(result, metric, points, (point) => [familyFor(point), sampleOf(point, mapped, origin, change(point))]);
  const of = (kind: Family['kind'], more: Partial<Family> = {}) =>
    mapped?.family ?? familyOf(metric, kind, origin, more);
  if (gauge) add(gauge.dataPoints, () => of('gauge'), gaugeChange);
  if (sum) {
    const { isMonotonic, aggregationTemporality } = sum;
    const family = of(isMonotonic ? 'counter' : 'gauge');
    add(
      sum.dataPoints,
      () => family,
      (point: NumberPoint) => sumChange(point, isMonotonic, aggregationTemporality, origin.source),
    );
  }
  if (histogram) {
    const bounds = (point: HistogramPoint) =>
      Float64Array.from(origin.isHost || point.bucketCounts.length === 0 ? [] : point.explicitBounds);
    add(
      histogram.dataPoints,
      (point) => of('histogram', { buckets: bounds(point) }),
      (point) => histogramChange(point, histogram.aggregationTemporality, origin.source, !origin.isHost),
    );
  }
  if (exponentialHistogram) {
    const family = of('histogram', { native: true });
    add(
      exponentialHistogram.dataPoints,
      () => family,
      (point) => exponentialChange(point, exponentialHistogram.aggregationTemporality, origin.source),
    );
  }
  if (summary) reject(result, metric, summary.dataPoints.length, 'summaries are not taken: send a histogram');
}

function addPoints<P extends AnyPoint>(
  result: Converted,
  metric: Metric,
  points: P[],
  convertPoint: (point: P) => [Family, Omit<Sample, 'family'>],
): void {
  const families = new Map<string, FamilySamples>();
  for (const point of points) {
    if (point.flags & noRecordedValue) continue;
    try {
      const [family, sample] = convertPoint(point);
      if (family.name === '') throw new Rejection('its name has no letter or digit');
      const key = family.buckets.join();
      const known = families.get(key) ?? { family, samples: [] };
      families.set(key, known);
      known.samples.push(sample);
      result.accepted++;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      reject(result, metric, 1, error.message);
    }
  }
  result.families.push(...families.values());
}

function reject(result: Converted, metric: Metric, points: number, reason: string): void {
  result.rejected += points;
  const name = JSON.stringify(metric.name.slice(0, 100));
  if (points > 0 && result.reasons.length < maxReasons) result.reasons.push(`metric ${name}: ${reason}`);
}

function sampleOf(
  point: AnyPoint,
  mapped: Mapped | undefined,
  { isHost, labels }: Origin,
  change: Change,
): Omit<Sample, 'family'> {
  if (mapped) return { labels: { tag: 'values', val: mapped.labels(point as HistogramPoint) }, change };
  const all = labelsOf(point.attributes, labels);
  return { labels: { tag: 'pairs', val: isHost ? hostLabels(all) : all }, change };
}

function familyOf(metric: Metric, kind: Family['kind'], { isHost }: Origin, more: Partial<Family>): Family {
  const unit = isHost ? unitOf(metric) : metric.unit;
  const named = metricName(metric.name, unit, { isCounter: kind === 'counter', isGauge: metric.gauge !== undefined });
  return {
    ...named,
    kind,
    help: helpOf(metric.description),
    labels: { tag: 'open' },
    buckets: new Float64Array(),
    native: false,
    ...more,
  };
}

/** The registry takes 1,024 bytes. */
function helpOf(description: string): string {
  return beginning(description, 256);
}

/** Whole characters. */
function beginning(text: string, characters: number): string {
  return Array.from(text.slice(0, 2 * characters))
    .slice(0, characters)
    .join('');
}
