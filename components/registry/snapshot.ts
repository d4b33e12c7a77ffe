// Guest. Everything counted so far. Stored as a body:
//   u8 version · u32 number of folded log keys · 16 bytes each · u32 number of families · families by name · seal
import { Bytes } from './bindings/bytes.ts';
import { Kind } from './bindings/metrics-registry.ts';
import { Reader } from './bindings/reader.ts';
import { SeriesRecord } from './bindings/series-record.ts';
import { Writer } from './bindings/writer.ts';
import { Definition } from './definition.ts';
import { DROP_COUNT, DROPS_HELP, DROPS_METRIC, Drop, dropName, UNREADABLE_HELP, UNREADABLE_METRIC } from './drops.ts';
import { Family } from './family.ts';
import { LogKey } from './keys.ts';
import { MAX_EXPOSITION_BYTES, MAX_FAMILIES, MAX_FAMILY_SERIES, MAX_SERIES } from './limits.ts';
import { Table } from './table.ts';

const BODY_VERSION: u8 = 1;

export class Snapshot {
  readonly families: Array<Family> = [];
  /** Log keys that are counted here and may still be in the store, ascending. */
  readonly folded: Array<LogKey> = [];
  private byName: Table<Family> = new Table<Family>(64);
  private seriesCount: i32 = 0;
  private expositionBytes: i64 = 0;
  private encodedLength: i32 = 1024;
  private drops: StaticArray<u64> = new StaticArray<u64>(DROP_COUNT);
  private unreadableCount: f64 = 0;

  /** What is wrong with a body, or null once it has been read into this empty snapshot. */
  read(body: Bytes): string | null {
    if (body.length > 0 && body.at(0) !== BODY_VERSION) {
      return `it has format version ${body.at(0)}, this registry reads ${BODY_VERSION}: use the registry.wasm that wrote it`;
    }
    const reader = Reader.sealed(body);
    if (reader === null) return damaged();
    reader.u8();
    for (let left = reader.u32(); left > 0 && !reader.failed; left--) {
      this.folded.push(new LogKey(reader.u64(), reader.u64()));
    }
    for (let left = reader.u32(); left > 0 && !reader.failed; left--) {
      const definition = Definition.parse(reader.prefixed());
      const count = reader.u32();
      const region = reader.bytes(reader.u32());
      if (definition === null) return damaged();
      this.add(new Family(definition, region, count));
    }
    this.encodedLength = body.length;
    return reader.failed ? damaged() : null;
  }

  private add(family: Family): void {
    this.families.push(family);
    this.byName.add(family);
    this.seriesCount += family.seriesCount;
    this.expositionBytes += family.expositionBytes;
  }

  /** The family of that name, or null. */
  family(name: Bytes): Family | null {
    return this.byName.find(<u32>name.hash(), name);
  }

  /** Adds a family that is not there yet; null when there are too many. Keeps the definition, so hand over a copy. */
  define(definition: Definition): Family | null {
    if (this.families.length >= MAX_FAMILIES) return null;
    const family = new Family(definition, Bytes.empty(), 0);
    this.add(family);
    return family;
  }

  /** The series with these labels, made when it is new; null when a bound forbids that, which `refusal` then names. */
  series(family: Family, text: Bytes): SeriesRecord | null {
    const hash = <u32>text.hash();
    const known = family.find(hash, text);
    if (known !== null) return known;
    const bytes = family.expositionBytesOf(1, text.length);
    if (family.seriesCount >= MAX_FAMILY_SERIES) {
      this.refusal = Drop.FamilySeriesLimit;
      return null;
    }
    if (this.seriesCount >= MAX_SERIES || this.expositionBytes + bytes > MAX_EXPOSITION_BYTES) {
      this.refusal = Drop.SeriesLimit;
      return null;
    }
    this.seriesCount++;
    this.expositionBytes += bytes;
    return family.add(hash, text);
  }

  /** Why `series` last returned null. */
  refusal: Drop = Drop.SeriesLimit;

  /** Counts samples that were dropped. */
  drop(reason: i32, count: u64): void {
    this.drops[reason] += count;
  }

  /** Counts log entries that could not be read. */
  unreadable(count: i32): void {
    this.unreadableCount += count;
  }

  private countOwn(): void {
    for (let i = 0; i < DROP_COUNT; i++) this.count(DROPS_METRIC, `reason="${dropName(i)}"`, <f64>this.drops[i]);
    this.count(UNREADABLE_METRIC, '', this.unreadableCount);
  }

  private count(metric: string, labels: string, amount: f64): void {
    const family = this.family(Bytes.of(metric));
    if (family === null || amount === 0) return;
    const series = this.series(family, Bytes.of(labels));
    if (series !== null) series.setF64(0, series.f64(0) + amount);
  }

  /** Makes sure that the registry's own counters are there, every cause from zero. */
  defineOwn(): void {
    this.defineCounter(UNREADABLE_METRIC, UNREADABLE_HELP, '');
    this.defineCounter(DROPS_METRIC, DROPS_HELP, 'reason');
    const family = this.family(Bytes.of(DROPS_METRIC));
    if (family === null) return;
    for (let i = 0; i < DROP_COUNT; i++) this.series(family, Bytes.of(`reason="${dropName(i)}"`));
  }

  private defineCounter(name: string, help: string, label: string): void {
    if (this.family(Bytes.of(name)) !== null) return;
    const writer = new Writer(256);
    writer.prefixed(Bytes.of(name));
    writer.u8(<u8>Kind.Counter);
    writer.u8(0);
    writer.varint(label.length > 0 ? 1 : 0);
    if (label.length > 0) writer.prefixed(Bytes.of(label));
    writer.varint(0);
    writer.prefixed(Bytes.of(help));
    writer.prefixed(Bytes.empty());
    const definition = Definition.parse(writer.bytes);
    if (definition === null) return;
    const family = this.define(definition);
    if (family !== null && definition.hasOneSeries) this.series(family, Bytes.empty());
  }

  /** The body, with these log keys named as folded; they are ascending. Once: it counts what was dropped. */
  encode(folded: Array<LogKey>): Bytes {
    this.countOwn();
    const writer = new Writer(this.encodedLength + this.encodedLength / 4 + 16 * folded.length);
    writer.u8(BODY_VERSION);
    writer.u32(folded.length);
    for (let i = 0; i < folded.length; i++) {
      writer.u64(folded[i].time);
      writer.u64(folded[i].nonce);
    }
    const families = this.families;
    families.sort((left, right) => left.definition.name.compare(right.definition.name));
    writer.u32(families.length);
    for (let i = 0; i < families.length; i++) families[i].writeTo(writer);
    writer.seal();
    return writer.bytes;
  }
}

function damaged(): string {
  return 'it is damaged: restore it, or delete the key sidecars:1:root to count from zero again';
}
