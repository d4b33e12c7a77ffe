// Guest. The exposition as `io.prometheus.client.MetricFamily` messages, each after its length. The field numbers are
// those of https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { writeBytes, writeDouble, writeSint, writeUint } from '../bindings/protobuf.ts';
import { SeriesCursor, SeriesRecord } from '../bindings/series-record.ts';
import { indexOfKey, isNegativeKey, ZERO_THRESHOLD } from '../entry/native-key.ts';
import { Exemplar } from './exemplars.ts';
import { Family } from './family.ts';
import { Format } from './format.ts';
import { LabelCursor } from './label-cursor.ts';
import { NativeBuckets } from './native-buckets.ts';
import { plainLabelText, plainMetricName } from './plain-names.ts';
import { Snapshot } from './snapshot.ts';

/** enum MetricType. */
const COUNTER: u64 = 0;
const GAUGE: u64 = 1;
const HISTOGRAM: u64 = 4;

export class ProtobufFormat extends Format {
  /** One buffer for each level of nesting. */
  private family: Writer = new Writer(65536);
  private metric: Writer = new Writer(4096);
  private value: Writer = new Writer(4096);
  private part: Writer = new Writer(512);
  private leaf: Writer = new Writer(512);

  constructor(
    private writer: Writer,
    private allowsUtf8: bool,
  ) {
    super();
  }

  writeFamily(_snapshot: Snapshot, family: Family): void {
    if (family.seriesCount === 0) return;
    const definition = family.definition;
    const kind = definition.kind;
    this.beginFamily(
      this.allowsUtf8 ? definition.name : plainMetricName(definition.name),
      definition.help,
      kind === Kind.Counter ? COUNTER : kind === Kind.Gauge ? GAUGE : HISTOGRAM,
    );
    const cursor = new SeriesCursor(family.region, definition.valueCount);
    for (let series = cursor.next(); series !== null; series = cursor.next()) {
      this.beginMetric(series.text, family.hasQuotedNames);
      if (kind === Kind.Histogram) this.writeHistogram(family, series);
      else if (kind === Kind.Gauge) this.writeGaugeValue(series.f64(0));
      else this.writeCounter(family, series);
      writeBytes(this.family, 4, this.metric.bytes);
    }
    this.endFamily(definition.unit);
  }

  writeGauge(name: string, help: string, unit: string, labels: Bytes, value: f64): void {
    this.beginFamily(Bytes.of(name), Bytes.of(help), GAUGE);
    this.beginMetric(labels, false);
    this.writeGaugeValue(value);
    writeBytes(this.family, 4, this.metric.bytes);
    this.endFamily(Bytes.of(unit));
  }

  end(): void {}

  private beginFamily(name: Bytes, help: Bytes, type: u64): void {
    this.family.truncate(0);
    writeBytes(this.family, 1, name);
    if (help.length > 0) writeBytes(this.family, 2, help);
    writeUint(this.family, 3, type);
  }

  private endFamily(unit: Bytes): void {
    if (unit.length > 0) writeBytes(this.family, 5, unit);
    this.writer.prefixed(this.family.bytes);
  }

  private beginMetric(labels: Bytes, hasQuotedNames: bool): void {
    this.metric.truncate(0);
    this.writeLabels(this.metric, labels, hasQuotedNames);
  }

  /** Field 1 of Metric and of Exemplar: the labels. */
  private writeLabels(message: Writer, text: Bytes, hasQuotedNames: bool): void {
    const cursor = new LabelCursor(hasQuotedNames && !this.allowsUtf8 ? plainLabelText(text) : text);
    while (cursor.next()) {
      this.leaf.truncate(0);
      writeBytes(this.leaf, 1, cursor.name);
      writeBytes(this.leaf, 2, cursor.value);
      writeBytes(message, 1, this.leaf.bytes);
    }
  }

  private writeGaugeValue(value: f64): void {
    this.value.truncate(0);
    writeDouble(this.value, 1, value);
    writeBytes(this.metric, 2, this.value.bytes);
  }

  private writeCounter(family: Family, series: SeriesRecord): void {
    this.value.truncate(0);
    writeDouble(this.value, 1, series.f64(0));
    this.writeExemplar(this.value, 2, this.exemplarOf(family, series, 0));
    writeBytes(this.metric, 3, this.value.bytes);
  }

  private exemplarOf(family: Family, series: SeriesRecord, bucket: i32): Exemplar | null {
    return family.exemplars.length === 0 ? null : family.exemplars.find(series.text, bucket);
  }

  private writeExemplar(message: Writer, field: u32, exemplar: Exemplar | null): void {
    if (exemplar === null) return;
    const body = new Writer(256);
    this.writeLabels(body, exemplar.labels, true);
    writeDouble(body, 2, exemplar.value);
    this.leaf.truncate(0);
    writeUint(this.leaf, 1, exemplar.time / 1_000_000_000);
    writeUint(this.leaf, 2, exemplar.time % 1_000_000_000);
    writeBytes(body, 3, this.leaf.bytes);
    writeBytes(message, field, body.bytes);
  }

  private writeHistogram(family: Family, series: SeriesRecord): void {
    const value = this.value;
    const definition = family.definition;
    const buckets = definition.bucketCount;
    let count: u64 = 0;
    for (let i = 0; i < buckets; i++) count += series.u64(i);
    value.truncate(0);
    writeUint(value, 1, count);
    writeDouble(value, 2, series.f64(buckets));
    // a native histogram without bounds of its own has no classic buckets
    if (buckets > 1 || !definition.isNative) this.writeBuckets(family, series);
    if (definition.isNative) this.writeNative(new NativeBuckets(series, buckets + 1));
    if (definition.isNative && buckets === 1) this.writeExemplar(value, 16, this.exemplarOf(family, series, 0));
    writeBytes(this.metric, 7, value.bytes);
  }

  private writeBuckets(family: Family, series: SeriesRecord): void {
    const definition = family.definition;
    let count: u64 = 0;
    for (let i = 0; i < definition.bucketCount; i++) {
      count += series.u64(i);
      this.part.truncate(0);
      writeUint(this.part, 1, count);
      writeDouble(this.part, 2, i < definition.bucketCount - 1 ? definition.bound(i) : Infinity);
      this.writeExemplar(this.part, 3, this.exemplarOf(family, series, i));
      writeBytes(this.value, 3, this.part.bytes);
    }
  }

  private writeNative(buckets: NativeBuckets): void {
    const value = this.value;
    writeSint(value, 5, buckets.schema);
    writeDouble(value, 6, ZERO_THRESHOLD);
    writeUint(value, 7, buckets.zeroCount);
    let positive = 0;
    while (positive < buckets.length && !isNegativeKey(buckets.keyAt(positive))) positive++;
    this.writeSpans(buckets, positive, buckets.length, 9, 10);
    this.writeSpans(buckets, 0, positive, 12, 13);
    // one empty span tells a native histogram without observations from a classic one
    if (buckets.length === 0) this.writeSpan(12, 0, 0);
  }

  /** Runs of buckets without a gap, and each count as the difference to the one before. */
  private writeSpans(buckets: NativeBuckets, from: i32, to: i32, spanField: u32, deltaField: u32): void {
    let end = 0;
    for (let at = from; at < to; ) {
      const start = indexOfKey(buckets.keyAt(at));
      let next = at + 1;
      while (next < to && indexOfKey(buckets.keyAt(next)) === start + next - at) next++;
      this.writeSpan(spanField, start - end, next - at);
      end = start + next - at;
      at = next;
    }
    let before: u64 = 0;
    for (let at = from; at < to; at++) {
      writeSint(this.value, deltaField, <i64>buckets.countAt(at) - <i64>before);
      before = buckets.countAt(at);
    }
  }

  private writeSpan(field: u32, offset: i32, length: u32): void {
    this.part.truncate(0);
    writeSint(this.part, 1, offset);
    writeUint(this.part, 2, length);
    writeBytes(this.value, field, this.part.bytes);
  }
}
