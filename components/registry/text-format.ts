// Guest. Prometheus text format 0.0.4. Label texts are stored as they are printed, so this copies and formats numbers.
import { Bytes } from './bindings/bytes.ts';
import { writeF64, writeU64 } from './bindings/decimal.ts';
import { Kind } from './bindings/metrics-registry.ts';
import { SeriesCursor, SeriesRecord } from './bindings/series-record.ts';
import { Writer } from './bindings/writer.ts';
import { Definition } from './definition.ts';
import { Family } from './family.ts';
import { writeEscaped } from './label-text.ts';
import { Snapshot } from './snapshot.ts';

/** Renders an encoded body: families by name, series by label text; a family without series is left out. */
export function renderText(body: Bytes): Bytes {
  const snapshot = new Snapshot();
  snapshot.read(body);
  const writer = new Writer(body.length * 2);
  for (let i = 0; i < snapshot.families.length; i++) {
    const family = snapshot.families[i];
    if (family.seriesCount > 0) writeFamily(writer, family);
  }
  return writer.bytes;
}

function writeFamily(writer: Writer, family: Family): void {
  const definition = family.definition;
  if (definition.help.length > 0) {
    writer.ascii('# HELP ');
    writer.raw(definition.name);
    writer.u8(32);
    writeEscaped(writer, definition.help, false);
    writer.u8(10);
  }
  writer.ascii('# TYPE ');
  writer.raw(definition.name);
  writer.u8(32);
  writer.ascii(typeName(definition.kind));
  writer.u8(10);
  if (definition.kind === Kind.Histogram) writeHistograms(writer, family);
  else writeNumbers(writer, family);
}

function typeName(kind: Kind): string {
  if (kind === Kind.Histogram) return 'histogram';
  return kind === Kind.Gauge ? 'gauge' : 'counter';
}

function writeNumbers(writer: Writer, family: Family): void {
  const definition = family.definition;
  const cursor = new SeriesCursor(family.region, definition.valueCount);
  for (let series = cursor.next(); series !== null; series = cursor.next()) {
    writeSeries(writer, definition.name, series);
    writeF64(writer, series.f64(0));
    writer.u8(10);
  }
}

/** Name, labels in braces when there are any, space. */
function writeSeries(writer: Writer, name: Bytes, series: SeriesRecord): void {
  writer.raw(name);
  if (series.textLength > 0) {
    writer.u8(123);
    series.writeTextTo(writer);
    writer.u8(125);
  }
  writer.u8(32);
}

function writeHistograms(writer: Writer, family: Family): void {
  const definition = family.definition;
  const buckets = definition.bucketCount;
  const bucketName = suffixed(definition.name, '_bucket{');
  const sumName = suffixed(definition.name, '_sum');
  const countName = suffixed(definition.name, '_count');
  const bounds = boundTexts(definition);
  const cursor = new SeriesCursor(family.region, definition.valueCount);
  for (let series = cursor.next(); series !== null; series = cursor.next()) {
    let count: u64 = 0;
    for (let i = 0; i < buckets; i++) {
      count += series.u64(i);
      writer.raw(bucketName);
      series.writeTextTo(writer);
      if (series.textLength > 0) writer.u8(44);
      writer.raw(bounds[i]);
      writeU64(writer, count);
      writer.u8(10);
    }
    writeSeries(writer, sumName, series);
    writeF64(writer, series.f64(buckets));
    writer.u8(10);
    writeSeries(writer, countName, series);
    writeU64(writer, count);
    writer.u8(10);
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
