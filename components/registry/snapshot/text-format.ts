// Guest. Prometheus text format 0.0.4. Label texts are stored as they are printed, so this copies and formats numbers.
// Whoever asks for this format may not know names in quotes: they are made plain.
import { Bytes } from '../bindings/bytes.ts';
import { writeF64, writeU64 } from '../bindings/decimal.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { SeriesCursor, SeriesRecord } from '../bindings/series-record.ts';
import { Writer } from '../bindings/writer.ts';
import { writeEscaped } from '../entry/label-text.ts';
import { Definition } from './definition.ts';
import { Family } from './family.ts';
import { plainLabelText, plainMetricName } from './plain-names.ts';
import { Snapshot } from './snapshot.ts';

const SPACE: u8 = 32;
const LINE_FEED: u8 = 10;

/** Families by name, series by label text; a family without series is left out. */
export function writeText(writer: Writer, snapshot: Snapshot): void {
  for (let i = 0; i < snapshot.families.length; i++) {
    const family = snapshot.families[i];
    if (family.seriesCount > 0) writeFamily(writer, family);
  }
}

/** One gauge that is not in the snapshot. `labels`: label text in ASCII, may be empty. */
export function writeGauge(writer: Writer, name: string, help: string, labels: string, value: f64): void {
  const nameBytes = Bytes.of(name);
  writeHeader(writer, nameBytes, Bytes.of(help), Kind.Gauge);
  writer.raw(nameBytes);
  if (labels.length > 0) writer.ascii(`{${labels}}`);
  writer.u8(SPACE);
  writeF64(writer, value);
  writer.u8(LINE_FEED);
}

function writeHeader(writer: Writer, name: Bytes, help: Bytes, kind: Kind): void {
  if (help.length > 0) {
    writer.ascii('# HELP ');
    writer.raw(name);
    writer.u8(SPACE);
    writeEscaped(writer, help, false);
    writer.u8(LINE_FEED);
  }
  writer.ascii('# TYPE ');
  writer.raw(name);
  writer.u8(SPACE);
  writer.ascii(typeName(kind));
  writer.u8(LINE_FEED);
}

function typeName(kind: Kind): string {
  if (kind === Kind.Histogram) return 'histogram';
  return kind === Kind.Gauge ? 'gauge' : 'counter';
}

function writeFamily(writer: Writer, family: Family): void {
  const definition = family.definition;
  const name = plainMetricName(definition.name);
  writeHeader(writer, name, definition.help, definition.kind);
  if (definition.kind === Kind.Histogram) writeHistograms(writer, family, name);
  else writeNumbers(writer, family, name);
}

/** Label text of a series. Without an object of its own, for there are many. */
function writeLabelText(writer: Writer, family: Family, series: SeriesRecord): void {
  if (family.hasQuotedNames) writer.raw(plainLabelText(series.text));
  else series.writeTextTo(writer);
}

/** Name, labels in braces when there are any, space. */
function writeSeries(writer: Writer, family: Family, name: Bytes, series: SeriesRecord): void {
  writer.raw(name);
  if (series.textLength > 0) {
    writer.u8(123);
    writeLabelText(writer, family, series);
    writer.u8(125);
  }
  writer.u8(SPACE);
}

function writeNumbers(writer: Writer, family: Family, name: Bytes): void {
  const cursor = new SeriesCursor(family.region, family.definition.valueCount);
  for (let series = cursor.next(); series !== null; series = cursor.next()) {
    writeSeries(writer, family, name, series);
    writeF64(writer, series.f64(0));
    writer.u8(LINE_FEED);
  }
}

function writeHistograms(writer: Writer, family: Family, name: Bytes): void {
  const definition = family.definition;
  const buckets = definition.bucketCount;
  const bucketName = suffixed(name, '_bucket{');
  const sumName = suffixed(name, '_sum');
  const countName = suffixed(name, '_count');
  const bounds = boundTexts(definition);
  const cursor = new SeriesCursor(family.region, definition.valueCount);
  for (let series = cursor.next(); series !== null; series = cursor.next()) {
    let count: u64 = 0;
    for (let i = 0; i < buckets; i++) {
      count += series.u64(i);
      writer.raw(bucketName);
      writeLabelText(writer, family, series);
      if (series.textLength > 0) writer.u8(44);
      writer.raw(bounds[i]);
      writeU64(writer, count);
      writer.u8(LINE_FEED);
    }
    writeSeries(writer, family, sumName, series);
    writeF64(writer, series.f64(buckets));
    writer.u8(LINE_FEED);
    writeSeries(writer, family, countName, series);
    writeU64(writer, count);
    writer.u8(LINE_FEED);
  }
}

function suffixed(name: Bytes, suffix: string): Bytes {
  const writer = new Writer(name.length + suffix.length);
  writer.raw(name);
  writer.ascii(suffix);
  return writer.bytes;
}

/** `le="0.005"} ` for each bucket. */
function boundTexts(definition: Definition): StaticArray<Bytes> {
  const texts = new StaticArray<Bytes>(definition.bucketCount);
  for (let i = 0; i < definition.bucketCount; i++) {
    const writer = new Writer(40);
    writer.ascii('le="');
    writeF64(writer, i < definition.bucketCount - 1 ? definition.bound(i) : Infinity);
    writer.ascii('"} ');
    texts[i] = writer.bytes;
  }
  return texts;
}
