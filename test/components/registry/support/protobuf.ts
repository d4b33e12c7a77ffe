// Node, tests. Reads io.prometheus.client.MetricFamily messages with a library's wire reader; the field numbers are
// those of Prometheus' metrics.proto, written down a second time.
import { BinaryReader } from '@bufbuild/protobuf/wire';

export interface Exemplar {
  labels: Record<string, string>;
  value: number;
  /** Milliseconds since 1970. */
  time: number;
}

export interface Span {
  offset: number;
  length: number;
}

export interface Histogram {
  count: number;
  sum: number;
  buckets: { count: number; bound: number; exemplar?: Exemplar }[];
  schema?: number;
  zeroThreshold?: number;
  zeroCount?: number;
  negativeSpans: Span[];
  negativeDeltas: number[];
  positiveSpans: Span[];
  positiveDeltas: number[];
  exemplars: Exemplar[];
}

export interface Metric {
  labels: Record<string, string>;
  gauge?: number;
  counter?: number;
  exemplar?: Exemplar;
  histogram?: Histogram;
}

export interface MetricFamily {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  unit: string;
  metrics: Metric[];
}

type Fields = Record<number, (reader: BinaryReader) => void>;

/** Throws on a field that is not expected. */
function message(bytes: Uint8Array, fields: Fields): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field] = reader.tag();
    const read = fields[field];
    if (!read) throw new Error(`unexpected field ${field}`);
    read(reader);
  }
}

/** Each message stands after its length. */
export function readFamilies(bytes: Uint8Array): MetricFamily[] {
  const reader = new BinaryReader(bytes);
  const families: MetricFamily[] = [];
  while (reader.pos < reader.len) families.push(readFamily(reader.bytes()));
  return families;
}

function readFamily(bytes: Uint8Array): MetricFamily {
  const family: MetricFamily = { name: '', help: '', type: 'counter', unit: '', metrics: [] };
  const types = { 0: 'counter', 1: 'gauge', 4: 'histogram' } as const;
  message(bytes, {
    1: (reader) => (family.name = reader.string()),
    2: (reader) => (family.help = reader.string()),
    3: (reader) => (family.type = types[reader.int32() as 0]),
    4: (reader) => family.metrics.push(readMetric(reader.bytes())),
    5: (reader) => (family.unit = reader.string()),
  });
  return family;
}

function readMetric(bytes: Uint8Array): Metric {
  const metric: Metric = { labels: {} };
  message(bytes, {
    1: (reader) => Object.assign(metric.labels, readLabel(reader.bytes())),
    2: (reader) => message(reader.bytes(), { 1: (inner) => (metric.gauge = inner.double()) }),
    3: (reader) =>
      message(reader.bytes(), {
        1: (inner) => (metric.counter = inner.double()),
        2: (inner) => (metric.exemplar = readExemplar(inner.bytes())),
      }),
    7: (reader) => (metric.histogram = readHistogram(reader.bytes())),
  });
  return metric;
}

function readLabel(bytes: Uint8Array): Record<string, string> {
  let [name, value] = ['', ''];
  message(bytes, { 1: (reader) => (name = reader.string()), 2: (reader) => (value = reader.string()) });
  return { [name]: value };
}

function readExemplar(bytes: Uint8Array): Exemplar {
  const exemplar: Exemplar = { labels: {}, value: 0, time: 0 };
  message(bytes, {
    1: (reader) => Object.assign(exemplar.labels, readLabel(reader.bytes())),
    2: (reader) => (exemplar.value = reader.double()),
    3: (reader) =>
      message(reader.bytes(), {
        1: (inner) => (exemplar.time += 1000 * Number(inner.int64())),
        2: (inner) => (exemplar.time += inner.int32() / 1e6),
      }),
  });
  return exemplar;
}

function readHistogram(bytes: Uint8Array): Histogram {
  const histogram: Histogram = {
    count: 0,
    sum: 0,
    buckets: [],
    negativeSpans: [],
    negativeDeltas: [],
    positiveSpans: [],
    positiveDeltas: [],
    exemplars: [],
  };
  message(bytes, {
    1: (reader) => (histogram.count = Number(reader.uint64())),
    2: (reader) => (histogram.sum = reader.double()),
    3: (reader) => histogram.buckets.push(readBucket(reader.bytes())),
    5: (reader) => (histogram.schema = reader.sint32()),
    6: (reader) => (histogram.zeroThreshold = reader.double()),
    7: (reader) => (histogram.zeroCount = Number(reader.uint64())),
    9: (reader) => histogram.negativeSpans.push(readSpan(reader.bytes())),
    10: (reader) => histogram.negativeDeltas.push(Number(reader.sint64())),
    12: (reader) => histogram.positiveSpans.push(readSpan(reader.bytes())),
    13: (reader) => histogram.positiveDeltas.push(Number(reader.sint64())),
    16: (reader) => histogram.exemplars.push(readExemplar(reader.bytes())),
  });
  return histogram;
}

function readBucket(bytes: Uint8Array): Histogram['buckets'][number] {
  const bucket: Histogram['buckets'][number] = { count: 0, bound: Number.NaN };
  message(bytes, {
    1: (reader) => (bucket.count = Number(reader.uint64())),
    2: (reader) => (bucket.bound = reader.double()),
    3: (reader) => (bucket.exemplar = readExemplar(reader.bytes())),
  });
  return bucket;
}

function readSpan(bytes: Uint8Array): Span {
  const span: Span = { offset: 0, length: 0 };
  message(bytes, {
    1: (reader) => (span.offset = reader.sint32()),
    2: (reader) => (span.length = reader.uint32()),
  });
  return span;
}

/** The native buckets of one sign: index -> count. */
export function nativeBuckets(spans: Span[], deltas: number[]): Map<number, number> {
  const buckets = new Map<number, number>();
  let [index, count, at] = [0, 0, 0];
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++) {
      count += deltas[at++]!;
      buckets.set(index, count);
    }
  }
  if (at !== deltas.length) throw new Error(`${deltas.length} deltas for ${at} buckets`);
  return buckets;
}

/** Bucket i of a schema ends at 2^(i/2^schema). Values may lie next to a power of two, where logarithms are rounded. */
function indexOf(value: number, schema: number): number {
  let exponent = Math.ceil(Math.log2(value));
  if (2 ** (exponent - 1) >= value) exponent--;
  if (2 ** exponent < value) exponent++;
  const perPower = 2 ** schema;
  if (perPower <= 1) return Math.ceil(exponent * perPower);
  let index = (exponent - 1) * perPower + 1;
  for (let part = 1; value > 2 ** (exponent - 1 + part / perPower); part++) index++;
  return index;
}

/** The native buckets that values of one sign belong to: index -> count, ascending. */
export function countedBySchema(values: number[], schema: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const index = indexOf(Math.abs(value), schema);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return new Map([...counts].sort(([left], [right]) => left - right));
}
