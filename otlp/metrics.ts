// Guest and Node. opentelemetry.proto.metrics.v1 and its collector service, as tables and as types.
import { type KeyValue, keyValue, type Resource, resource, type Scope, scope } from './common.ts';
import type { Message } from './message.ts';

export interface MetricsRequest {
  resourceMetrics: ResourceMetrics[];
}

export interface ResourceMetrics {
  resource?: Resource;
  scopeMetrics: { scope?: Scope; metrics: Metric[] }[];
}

/** At most one kind of data. */
export interface Metric {
  name: string;
  description: string;
  unit: string;
  gauge?: { dataPoints: NumberPoint[] };
  sum?: { dataPoints: NumberPoint[]; aggregationTemporality: number; isMonotonic: boolean };
  histogram?: { dataPoints: HistogramPoint[]; aggregationTemporality: number };
  exponentialHistogram?: { dataPoints: ExponentialPoint[]; aggregationTemporality: number };
  summary?: { dataPoints: object[] };
}

export const temporality = { delta: 1, cumulative: 2 } as const;

/** Bit of `flags`: the sender has nothing to say for this time. */
export const noRecordedValue = 1;

interface Point {
  attributes: KeyValue[];
  startTimeUnixNano: bigint;
  timeUnixNano: bigint;
  flags: number;
}

export interface NumberPoint extends Point {
  asDouble?: number;
  asInt?: bigint;
}

export interface HistogramPoint extends Point {
  count: bigint;
  sum?: number;
  /** One for each bound and one for +Inf, or none at all. */
  bucketCounts: bigint[];
  explicitBounds: number[];
  min?: number;
  max?: number;
}

export interface ExponentialBuckets {
  offset: number;
  bucketCounts: bigint[];
}

export interface ExponentialPoint extends Point {
  count: bigint;
  sum?: number;
  scale: number;
  zeroCount: bigint;
  positive?: ExponentialBuckets;
  negative?: ExponentialBuckets;
}

const attributes = { name: 'attributes', type: () => keyValue, isRepeated: true } as const;
const startTime = { name: 'startTimeUnixNano', type: 'fixed64' } as const;
const time = { name: 'timeUnixNano', type: 'fixed64' } as const;
const flags = { name: 'flags', type: 'uint32' } as const;
const count = { name: 'count', type: 'fixed64' } as const;
const sum = { name: 'sum', type: 'double', isOptional: true } as const;
const aggregation = { name: 'aggregationTemporality', type: 'enum' } as const;

const numberPoint: Message = {
  2: startTime,
  3: time,
  4: { name: 'asDouble', type: 'double', isOptional: true },
  6: { name: 'asInt', type: 'sfixed64', isOptional: true },
  7: attributes,
  8: flags,
};

const histogramPoint: Message = {
  2: startTime,
  3: time,
  4: count,
  5: sum,
  6: { name: 'bucketCounts', type: 'fixed64', isRepeated: true },
  7: { name: 'explicitBounds', type: 'double', isRepeated: true },
  9: attributes,
  10: flags,
  11: { name: 'min', type: 'double', isOptional: true },
  12: { name: 'max', type: 'double', isOptional: true },
};

const exponentialBuckets: Message = {
  1: { name: 'offset', type: 'sint32' },
  2: { name: 'bucketCounts', type: 'uint64', isRepeated: true },
};

const exponentialPoint: Message = {
  1: attributes,
  2: startTime,
  3: time,
  4: count,
  5: sum,
  6: { name: 'scale', type: 'sint32' },
  7: { name: 'zeroCount', type: 'fixed64' },
  8: { name: 'positive', type: () => exponentialBuckets },
  9: { name: 'negative', type: () => exponentialBuckets },
  10: flags,
};

const points = (point: Message) => ({ name: 'dataPoints', type: () => point, isRepeated: true }) as const;
const gauge: Message = { 1: points(numberPoint) };
const sumData: Message = { ...gauge, 2: aggregation, 3: { name: 'isMonotonic', type: 'bool' } };
const histogram: Message = { 1: points(histogramPoint), 2: aggregation };
const exponentialHistogram: Message = { 1: points(exponentialPoint), 2: aggregation };
/** Only to be counted. */
const summary: Message = { 1: points({}) };

const metric: Message = {
  1: { name: 'name', type: 'string' },
  2: { name: 'description', type: 'string' },
  3: { name: 'unit', type: 'string' },
  5: { name: 'gauge', type: () => gauge },
  7: { name: 'sum', type: () => sumData },
  9: { name: 'histogram', type: () => histogram },
  10: { name: 'exponentialHistogram', type: () => exponentialHistogram },
  11: { name: 'summary', type: () => summary },
};

const scopeMetrics: Message = {
  1: { name: 'scope', type: () => scope },
  2: { name: 'metrics', type: () => metric, isRepeated: true },
};

const resourceMetrics: Message = {
  1: { name: 'resource', type: () => resource },
  2: { name: 'scopeMetrics', type: () => scopeMetrics, isRepeated: true },
};

/** ExportMetricsServiceRequest. */
export const metricsRequest: Message = {
  1: { name: 'resourceMetrics', type: () => resourceMetrics, isRepeated: true },
};

/** ExportMetricsServiceResponse. */
export const metricsResponse: Message = {
  1: {
    name: 'partialSuccess',
    type: () => ({ 1: { name: 'rejectedDataPoints', type: 'int64' }, 2: { name: 'errorMessage', type: 'string' } }),
  },
};
