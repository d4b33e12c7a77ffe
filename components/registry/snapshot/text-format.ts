// Guest. Prometheus' text format and OpenMetrics' text format, which differ in headers, names of counters and numbers of
// buckets. Label texts are stored as they are printed, so this copies and formats numbers.
import { Bytes } from '../../compiled/bytes.ts';
import { writeF64, writeU64 } from '../../compiled/decimal.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { SeriesCursor, SeriesRecord } from '../bindings/series-record.ts';
import { writeEscaped } from '../entry/label-text.ts';
import { isPlainMetricName } from '../entry/names.ts';
import { Definition } from './definition.ts';
import { Exemplar } from './exemplars.ts';
import { Family } from './family.ts';
import { Format } from './format.ts';
import { plainLabelText, plainMetricName } from './plain-names.ts';
import { Snapshot } from './snapshot.ts';

const SPACE: u8 = 32;
const QUOTE: u8 = 34;
const COMMA: u8 = 44;
const LINE_FEED: u8 = 10;

export class TextFormat extends Format {
  constructor(
    private writer: Writer,
    private isOpenMetrics: bool,
    /** Names that are not plain stand in quotes; else they are made plain. */
    private allowsUtf8: bool,
  ) {
    super();
  }

  writeFamily(snapshot: Snapshot, family: Family): void {
    if (family.seriesCount === 0) return;
    const definition = family.definition;
    const name = this.allowsUtf8 ? definition.name : plainMetricName(definition.name);
    if (definition.kind === Kind.Histogram) {
      this.writeHeader(name, 'histogram', definition);
      this.writeHistograms(family, name);
    } else if (definition.kind === Kind.Counter && this.isOpenMetrics) {
      this.writeOpenMetricsCounters(snapshot, family, name);
    } else {
      this.writeHeader(name, definition.kind === Kind.Gauge ? 'gauge' : 'counter', definition);
      this.writeNumbers(family, name, false);
    }
  }

  writeGauge(name: string, help: string, unit: string, labels: Bytes, value: f64): void {
    const writer = this.writer;
    const nameBytes = Bytes.of(name);
    this.writeMetadata('# HELP ', nameBytes, Bytes.of(help));
    this.writeMetadata('# TYPE ', nameBytes, Bytes.of('gauge'));
    if (this.isOpenMetrics) this.writeMetadata('# UNIT ', nameBytes, Bytes.of(unit));
    writer.raw(nameBytes);
    if (labels.length > 0) {
      writer.u8(123);
      writer.raw(labels);
      writer.u8(125);
    }
    writer.u8(SPACE);
    writeF64(writer, value);
    writer.u8(LINE_FEED);
  }

  end(): void {
    if (this.isOpenMetrics) this.writer.ascii('# EOF\n');
  }

  private writeHeader(name: Bytes, type: string, definition: Definition): void {
    this.writeMetadata('# HELP ', name, definition.help);
    this.writeMetadata('# TYPE ', name, Bytes.of(type));
    if (this.isOpenMetrics && hasUnitSuffix(name, definition.unit))
      this.writeMetadata('# UNIT ', name, definition.unit);
  }

  /** Nothing when the text is empty. */
  private writeMetadata(keyword: string, name: Bytes, text: Bytes): void {
    if (text.length === 0) return;
    const writer = this.writer;
    writer.ascii(keyword);
    if (isPlainMetricName(name)) writer.raw(name);
    else this.writeQuoted(name);
    writer.u8(SPACE);
    writeEscaped(writer, text, this.isOpenMetrics);
    writer.u8(LINE_FEED);
  }

  private writeQuoted(name: Bytes): void {
    this.writer.u8(QUOTE);
    writeEscaped(this.writer, name, true);
    this.writer.u8(QUOTE);
  }

  /**
   * The family is named without `_total`, its samples with it. Where that is another family's name, the type is
   * `unknown`, whose samples are named like the family.
   */
  private writeOpenMetricsCounters(snapshot: Snapshot, family: Family, name: Bytes): void {
    const stem = withoutSuffix(name, '_total');
    const other = stem === null ? joined(name, '_total') : stem;
    if (snapshot.family(other) !== null) {
      this.writeHeader(name, 'unknown', family.definition);
      this.writeNumbers(family, name, false);
    } else {
      this.writeHeader(stem === null ? name : stem, 'counter', family.definition);
      this.writeNumbers(family, stem === null ? other : name, family.exemplars.length > 0);
    }
  }

  private writeNumbers(family: Family, name: Bytes, hasExemplars: bool): void {
    const writer = this.writer;
    const isQuoted = !isPlainMetricName(name);
    const cursor = new SeriesCursor(family.region, family.definition.valueCount);
    for (let series = cursor.next(); series !== null; series = cursor.next()) {
      this.writeSeries(family, name, isQuoted, series);
      writeF64(writer, series.f64(0));
      if (hasExemplars) this.writeExemplar(family.exemplars.find(series.text, 0));
      writer.u8(LINE_FEED);
    }
  }

  /** Behind the value of a sample. */
  private writeExemplar(exemplar: Exemplar | null): void {
    if (exemplar === null) return;
    const writer = this.writer;
    writer.ascii(' # {');
    writer.raw(this.allowsUtf8 ? exemplar.labels : plainLabelText(exemplar.labels));
    writer.ascii('} ');
    writeF64(writer, exemplar.value);
    writer.u8(SPACE);
    writeF64(writer, <f64>exemplar.milliseconds / 1e3);
  }

  /** Label text of a series. Without an object of its own, for there are many. */
  private writeLabelText(family: Family, series: SeriesRecord): void {
    if (family.hasQuotedNames && !this.allowsUtf8) this.writer.raw(plainLabelText(series.text));
    else series.writeTextTo(this.writer);
  }

  /** Name, labels in braces when there are any, space. A name in quotes stands inside the braces. */
  private writeSeries(family: Family, name: Bytes, isQuoted: bool, series: SeriesRecord): void {
    const writer = this.writer;
    const hasLabels = series.textLength > 0;
    if (!isQuoted) writer.raw(name);
    if (hasLabels || isQuoted) {
      writer.u8(123);
      if (isQuoted) this.writeQuoted(name);
      if (isQuoted && hasLabels) writer.u8(COMMA);
      this.writeLabelText(family, series);
      writer.u8(125);
    }
    writer.u8(SPACE);
  }

  private writeHistograms(family: Family, name: Bytes): void {
    const writer = this.writer;
    const definition = family.definition;
    const buckets = definition.bucketCount;
    const isQuoted = !isPlainMetricName(name);
    const bucketName = this.opening(joined(name, '_bucket'), isQuoted);
    const sumName = joined(name, '_sum');
    const countName = joined(name, '_count');
    const bounds = this.boundTexts(definition);
    const hasExemplars = this.isOpenMetrics && family.exemplars.length > 0;
    const cursor = new SeriesCursor(family.region, definition.valueCount);
    for (let series = cursor.next(); series !== null; series = cursor.next()) {
      let count: u64 = 0;
      for (let i = 0; i < buckets; i++) {
        count += series.u64(i);
        writer.raw(bucketName);
        this.writeLabelText(family, series);
        if (series.textLength > 0) writer.u8(COMMA);
        writer.raw(bounds[i]);
        writeU64(writer, count);
        if (hasExemplars) this.writeExemplar(family.exemplars.find(series.text, i));
        writer.u8(LINE_FEED);
      }
      this.writeSeries(family, sumName, isQuoted, series);
      writeF64(writer, series.f64(buckets));
      writer.u8(LINE_FEED);
      this.writeSeries(family, countName, isQuoted, series);
      writeU64(writer, count);
      writer.u8(LINE_FEED);
    }
  }

  /** `name{` or `{"name",` */
  private opening(name: Bytes, isQuoted: bool): Bytes {
    const writer = new Writer(2 * name.length + 4);
    if (!isQuoted) writer.raw(name);
    writer.u8(123);
    if (isQuoted) {
      writer.u8(QUOTE);
      writeEscaped(writer, name, true);
      writer.u8(QUOTE);
      writer.u8(COMMA);
    }
    return writer.bytes;
  }

  /** `le="0.005"} ` for each bucket. */
  private boundTexts(definition: Definition): StaticArray<Bytes> {
    const texts = new StaticArray<Bytes>(definition.bucketCount);
    for (let i = 0; i < definition.bucketCount; i++) {
      const bound = i < definition.bucketCount - 1 ? definition.bound(i) : Infinity;
      const writer = new Writer(40);
      writer.ascii('le="');
      writeF64(writer, bound);
      // the canonical form of OpenMetrics; Prometheus reads both as the same
      if (this.isOpenMetrics && isPrintedWhole(bound)) writer.ascii('.0');
      writer.ascii('"} ');
      texts[i] = writer.bytes;
    }
    return texts;
  }
}

/** Whether writeF64 prints neither a point nor an exponent. */
function isPrintedWhole(value: f64): bool {
  return Math.abs(value) < 1e21 && trunc(value) === value;
}

/** OpenMetrics wants the unit at the end of the name. */
function hasUnitSuffix(name: Bytes, unit: Bytes): bool {
  if (unit.length === 0 || name.length <= unit.length) return false;
  const at = name.length - unit.length;
  return name.at(at - 1) === 95 && name.slice(at, name.length).equals(unit);
}

/** null when the name does not end with it. */
function withoutSuffix(name: Bytes, suffix: string): Bytes | null {
  const end = name.length - suffix.length;
  return end > 0 && name.slice(end, name.length).equalsText(suffix) ? name.slice(0, end) : null;
}

function joined(name: Bytes, suffix: string): Bytes {
  const writer = new Writer(name.length + suffix.length);
  writer.raw(name);
  writer.ascii(suffix);
  return writer.bytes;
}
