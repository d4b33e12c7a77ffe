// Guest. One family of the snapshot in memory: the series of the body, changed in place, and those that came since.
// Stored: definition · u64 time of the newest push · u8 quoted names · u32 series · u32 bytes of the records · records ·
// exemplars · totals
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { SeriesCursor, SeriesRecord, seriesSize } from '../bindings/series-record.ts';
import { hasQuotedName } from '../entry/label-text.ts';
import { isOwnMetric } from '../own-metrics.ts';
import { Definition } from './definition.ts';
import { Exemplars } from './exemplars.ts';
import { Table } from './table.ts';
import { Totals } from './totals.ts';

/** A native histogram in protobuf, from above: a bucket's delta and its share of a span. */
const NATIVE_BYTES: i64 = 160 * 16;

export class Family {
  readonly hash: u32;
  /** The registry's own: outside all bounds, and never forgotten. */
  readonly isOwn: bool;
  /** Nanoseconds since 1970 of the newest push with this definition. */
  pushedAt: u64 = 0;
  /** Whether some series has a label name that is not plain. */
  hasQuotedNames: bool = false;
  seriesCount: i32 = 0;
  /** Records of the body, sorted by label text. */
  region: Bytes = Bytes.empty();
  exemplars: Exemplars = new Exemplars();
  totals: Totals = new Totals(Bytes.empty());
  /** Bytes of all label texts. */
  private textBytes: i32 = 0;
  private added: Array<SeriesRecord> = [];
  /** Built by the first lookup: a scrape that finds nothing new never needs it. */
  private index: Table<SeriesRecord> | null = null;

  constructor(public definition: Definition) {
    this.hash = <u32>definition.name.hash();
    this.isOwn = isOwnMetric(definition.name);
  }

  /** null: not a family. */
  static read(reader: Reader): Family | null {
    const definition = Definition.parse(reader.prefixed());
    if (definition === null) return null;
    const family = new Family(definition);
    family.pushedAt = reader.u64();
    family.hasQuotedNames = reader.u8() !== 0;
    family.seriesCount = reader.u32();
    family.region = reader.bytes(reader.u32());
    family.exemplars = Exemplars.read(reader);
    family.totals = Totals.read(reader);
    family.textBytes = family.region.length - family.seriesCount * seriesSize(0, definition.valueCount);
    return family;
  }

  hasText(name: Bytes): bool {
    return this.definition.name.equals(name);
  }

  find(hash: u32, text: Bytes): SeriesRecord | null {
    return this.table().find(hash, text);
  }

  /** Adds a series that `find` does not find. */
  add(hash: u32, text: Bytes): SeriesRecord {
    const record = SeriesRecord.create(hash, text, this.definition.valueCount);
    this.table().add(record);
    this.added.push(record);
    this.count(record, 1);
    if (!this.hasQuotedNames) this.hasQuotedNames = hasQuotedName(text);
    return record;
  }

  /** The first series whose label text begins so, or null. For families of few series. */
  findOther(prefix: Bytes): SeriesRecord | null {
    const cursor = new SeriesCursor(this.region, this.definition.valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) {
      if (record.text.startsWith(prefix)) return record;
    }
    for (let i = 0; i < this.added.length; i++) if (this.added[i].text.startsWith(prefix)) return this.added[i];
    return null;
  }

  remove(gone: SeriesRecord): void {
    const valueCount = this.definition.valueCount;
    const kept = new Writer(this.region.length);
    const cursor = new SeriesCursor(this.region, valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) {
      if (record !== gone) record.writeTo(kept, valueCount);
    }
    const added: SeriesRecord[] = [];
    for (let i = 0; i < this.added.length; i++) if (this.added[i] !== gone) added.push(this.added[i]);
    this.count(gone, -1);
    this.region = kept.bytes;
    this.added = added;
    this.index = null;
  }

  private count(record: SeriesRecord, sign: i32): void {
    this.seriesCount += sign;
    this.textBytes += sign * <i32>record.textLength;
  }

  private table(): Table<SeriesRecord> {
    const known = this.index;
    if (known !== null) return known;
    const table = new Table<SeriesRecord>(this.seriesCount + 16);
    const cursor = new SeriesCursor(this.region, this.definition.valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) table.add(record);
    for (let i = 0; i < this.added.length; i++) table.add(this.added[i]);
    this.index = table;
    return table;
  }

  /** Begins anew under another definition, which the family keeps. */
  replace(definition: Definition): void {
    this.definition = definition;
    this.hasQuotedNames = false;
    this.seriesCount = 0;
    this.region = Bytes.empty();
    this.textBytes = 0;
    this.exemplars = new Exemplars();
    this.totals = new Totals(Bytes.empty());
    this.added = [];
    this.index = null;
  }

  /** Forgets the series that nobody has pushed since that time. Returns how many. */
  expire(before: u64): i32 {
    this.exemplars.expire(before);
    const count = this.seriesCount;
    const valueCount = this.definition.valueCount;
    const kept = new Writer(this.region.length);
    const cursor = new SeriesCursor(this.region, valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) {
      if (record.pushedAt < before) this.count(record, -1);
      else record.writeTo(kept, valueCount);
    }
    const added: SeriesRecord[] = [];
    for (let i = 0; i < this.added.length; i++) {
      if (this.added[i].pushedAt < before) this.count(this.added[i], -1);
      else added.push(this.added[i]);
    }
    if (this.seriesCount === count) return 0;
    this.region = kept.bytes;
    this.added = added;
    this.index = null;
    if (!this.totals.isEmpty) this.totals.keep(this.texts());
    return count - this.seriesCount;
  }

  /** Label texts of all series. */
  private texts(): Array<Bytes> {
    const texts: Bytes[] = [];
    const cursor = new SeriesCursor(this.region, this.definition.valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) texts.push(record.text);
    for (let i = 0; i < this.added.length; i++) texts.push(this.added[i].text);
    return texts;
  }

  /** Bytes in the exposition, from above. */
  get expositionBytes(): i64 {
    return this.expositionBytesOf(this.seriesCount, this.textBytes) + this.exemplars.expositionBytes;
  }

  expositionBytesOf(series: i32, textBytes: i32): i64 {
    // a line is name, suffix, braces, `le`, number: 72 bytes beside name and labels are never exceeded
    const perLine = <i64>this.definition.name.length + 72;
    const lines = <i64>this.definition.lineCount * (<i64>series * perLine + textBytes);
    return this.definition.isNative ? lines + <i64>series * NATIVE_BYTES : lines;
  }

  writeTo(writer: Writer): void {
    const valueCount = this.definition.valueCount;
    writer.prefixed(this.definition.encoded);
    writer.u64(this.pushedAt);
    writer.u8(this.hasQuotedNames ? 1 : 0);
    writer.u32(this.seriesCount);
    writer.u32(this.textBytes + this.seriesCount * seriesSize(0, valueCount));
    this.writeSeriesTo(writer, valueCount);
    this.exemplars.writeTo(writer);
    this.totals.writeTo(writer);
  }

  private writeSeriesTo(writer: Writer, valueCount: i32): void {
    const added = this.added;
    if (added.length === 0) {
      writer.raw(this.region);
      return;
    }
    added.sort((left, right) => left.compareText(right));
    const cursor = new SeriesCursor(this.region, valueCount);
    let next = 0;
    for (let record = cursor.next(); record !== null; record = cursor.next()) {
      while (next < added.length && added[next].compareText(record) < 0) added[next++].writeTo(writer, valueCount);
      record.writeTo(writer, valueCount);
    }
    while (next < added.length) added[next++].writeTo(writer, valueCount);
  }
}
