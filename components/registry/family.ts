// Guest. One family of the snapshot in memory: the series of the body, changed in place, and those that came since.
import { Bytes } from './bindings/bytes.ts';
import { SeriesCursor, SeriesRecord, seriesSize } from './bindings/series-record.ts';
import { Writer } from './bindings/writer.ts';
import { Definition } from './definition.ts';
import { Table } from './table.ts';

export class Family {
  readonly hash: u32;
  /** Bytes of all label texts. */
  private textBytes: i32;
  private added: Array<SeriesRecord> = [];
  /** Built by the first lookup: a scrape that finds nothing new never needs it. */
  private index: Table<SeriesRecord> | null = null;

  constructor(
    public definition: Definition,
    /** Records of the body, sorted by label text. */
    readonly region: Bytes,
    /** Series, the added ones included. */
    public seriesCount: i32,
  ) {
    this.hash = <u32>definition.name.hash();
    this.textBytes = region.length - seriesCount * seriesSize(0, definition.valueCount);
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
    this.seriesCount++;
    this.textBytes += text.length;
    return record;
  }

  private table(): Table<SeriesRecord> {
    const known = this.index;
    if (known !== null) return known;
    const table = new Table<SeriesRecord>(this.seriesCount + 16);
    const cursor = new SeriesCursor(this.region, this.definition.valueCount);
    for (let record = cursor.next(); record !== null; record = cursor.next()) table.add(record);
    this.index = table;
    return table;
  }

  /** Bytes in the exposition, from above. */
  get expositionBytes(): i64 {
    return this.expositionBytesOf(this.seriesCount, this.textBytes);
  }

  expositionBytesOf(series: i32, textBytes: i32): i64 {
    // a line is name, suffix, braces, `le`, number: 72 bytes beside name and labels are never exceeded
    const perLine = <i64>this.definition.name.length + 72;
    return <i64>this.definition.lineCount * (<i64>series * perLine + textBytes);
  }

  /** Appends definition, number of series, bytes of the records, records. */
  writeTo(writer: Writer): void {
    const valueCount = this.definition.valueCount;
    writer.prefixed(this.definition.encoded);
    writer.u32(this.seriesCount);
    writer.u32(this.textBytes + this.seriesCount * seriesSize(0, valueCount));
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
