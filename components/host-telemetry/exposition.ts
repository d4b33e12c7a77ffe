// Guest. The registry's exposition in protobuf: io.prometheus.client.MetricFamily messages, each after its length.
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Message } from '../../otlp/message.ts';
import { decodeProtobuf } from '../../otlp/protobuf.ts';

export const kinds = { counter: 0, gauge: 1, histogram: 4 } as const;

export interface MetricFamily {
  name: string;
  help: string;
  /** One of `kinds`. */
  type: number;
  unit: string;
  metric: {
    label: { name: string; value: string }[];
    gauge?: { value: number };
    counter?: { value: number };
    histogram?: ExposedHistogram;
  }[];
}

export interface ExposedHistogram {
  sampleCount: bigint;
  sampleSum: number;
  bucket: { cumulativeCount: bigint; upperBound: number }[];
  /** Native histograms only. */
  schema?: number;
  zeroCount: bigint;
  negativeSpan: BucketSpan[];
  negativeDelta: bigint[];
  positiveSpan: BucketSpan[];
  positiveDelta: bigint[];
}

export interface BucketSpan {
  offset: number;
  length: number;
}

const label: Message = { 1: { name: 'name', type: 'string' }, 2: { name: 'value', type: 'string' } };
const value: Message = { 1: { name: 'value', type: 'double' } };
const bucket: Message = { 1: { name: 'cumulativeCount', type: 'uint64' }, 2: { name: 'upperBound', type: 'double' } };
const span: Message = { 1: { name: 'offset', type: 'sint32' }, 2: { name: 'length', type: 'uint32' } };

const histogram: Message = {
  1: { name: 'sampleCount', type: 'uint64' },
  2: { name: 'sampleSum', type: 'double' },
  3: { name: 'bucket', type: () => bucket, isRepeated: true },
  5: { name: 'schema', type: 'sint32', isOptional: true },
  7: { name: 'zeroCount', type: 'uint64' },
  9: { name: 'negativeSpan', type: () => span, isRepeated: true },
  10: { name: 'negativeDelta', type: 'sint64', isRepeated: true },
  12: { name: 'positiveSpan', type: () => span, isRepeated: true },
  13: { name: 'positiveDelta', type: 'sint64', isRepeated: true },
};

const metric: Message = {
  1: { name: 'label', type: () => label, isRepeated: true },
  2: { name: 'gauge', type: () => value },
  3: { name: 'counter', type: () => value },
  7: { name: 'histogram', type: () => histogram },
};

const metricFamily: Message = {
  1: { name: 'name', type: 'string' },
  2: { name: 'help', type: 'string' },
  3: { name: 'type', type: 'enum' },
  4: { name: 'metric', type: () => metric, isRepeated: true },
  5: { name: 'unit', type: 'string' },
};

export function readExposition(content: Uint8Array): MetricFamily[] {
  const families: MetricFamily[] = [];
  const reader = new BinaryReader(content);
  while (reader.pos < reader.len)
    families.push(decodeProtobuf(metricFamily, reader.bytes()) as unknown as MetricFamily);
  return families;
}
