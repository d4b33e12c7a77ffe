// Node, main thread. The two kinds of instrument that Spin has, as its OpenTelemetry SDK counts and exports them: cumulative,
// each since its first value.
import type { KeyValue } from '../../otlp/common.ts';
import { type HistogramPoint, type Metric, temporality } from '../../otlp/metrics.ts';

/** OpenTelemetry's default bounds, which Spin leaves as they are: useless for seconds and for bytes. */
const bounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

type Attributes = Record<string, string>;

const nowNs = () => BigInt(Date.now()) * 1_000_000n;

export function keyValues(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

/** By attributes. */
class Series<T> {
  readonly #points = new Map<string, { attributes: KeyValue[]; value: T }>();
  startNs = 0n;

  value(attributes: Attributes, create: () => T): T {
    if (this.startNs === 0n) this.startNs = nowNs();
    const key = JSON.stringify(attributes);
    const known = this.#points.get(key) ?? { attributes: keyValues(attributes), value: create() };
    this.#points.set(key, known);
    return known.value;
  }

  points<P>(pointOf: (value: T) => P) {
    const times = { startTimeUnixNano: this.startNs, timeUnixNano: nowNs(), flags: 0 };
    return [...this.#points.values()].map(({ attributes, value }) => ({ attributes, ...times, ...pointOf(value) }));
  }
}

export class Counter {
  readonly #series = new Series<{ count: bigint }>();

  constructor(readonly name: string) {}

  add(attributes: Attributes): void {
    this.#series.value(attributes, () => ({ count: 0n })).count++;
  }

  /** Undefined: nothing was counted yet. */
  metric(): Metric | undefined {
    const dataPoints = this.#series.points(({ count }) => ({ asInt: count }));
    if (dataPoints.length === 0) return undefined;
    const sum = { dataPoints, aggregationTemporality: temporality.cumulative, isMonotonic: true };
    return { name: this.name, description: '', unit: '', sum };
  }
}

type Distribution = Pick<Required<HistogramPoint>, 'count' | 'sum' | 'min' | 'max' | 'bucketCounts'>;

const nothing = (): Distribution => ({
  count: 0n,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  bucketCounts: new Array<bigint>(bounds.length + 1).fill(0n),
});

export class Histogram {
  readonly #series = new Series<Distribution>();

  constructor(readonly name: string) {}

  record(value: number, attributes: Attributes): void {
    const distribution = this.#series.value(attributes, nothing);
    const at = bounds.findIndex((bound) => value <= bound);
    distribution.bucketCounts[at < 0 ? bounds.length : at]!++;
    distribution.count++;
    distribution.sum += value;
    distribution.min = Math.min(distribution.min, value);
    distribution.max = Math.max(distribution.max, value);
  }

  /** Undefined: nothing was recorded yet. */
  metric(): Metric | undefined {
    const dataPoints = this.#series.points((value) => ({ ...value, explicitBounds: bounds }));
    if (dataPoints.length === 0) return undefined;
    const histogram = { dataPoints, aggregationTemporality: temporality.cumulative };
    return { name: this.name, description: '', unit: '', histogram };
  }
}
