// Guest. Everything counted so far. Stored as a body:
//   u8 version · u64 registry id · u64 start · u32 number of folded log keys · 16 bytes each · u32 number of families ·
//   families by name · seal
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { SeriesRecord } from '../bindings/series-record.ts';
import { Bound, bound } from '../bounds.ts';
import { isPlainMetricName } from '../entry/names.ts';
import { OWN_COUNT, Own } from '../own-metrics.ts';
import { LogKey } from '../storage/keys.ts';
import { isClashing } from './clash.ts';
import { Definition } from './definition.ts';
import { Exemplar } from './exemplars.ts';
import { Family } from './family.ts';
import { addOwn, defineOwn } from './own-families.ts';
import { Table } from './table.ts';

const BODY_VERSION: u8 = 3;

export class Snapshot {
  /** Random; the same as long as nothing starts from zero. */
  registryId: u64 = 0;
  /** Nanoseconds since 1970 when it began to count from zero. */
  startedAt: u64 = 0;
  families: Array<Family> = [];
  /** Log keys that are counted here and may still be in the store, ascending. */
  readonly folded: Array<LogKey> = [];
  /** Families and series without the registry's own. */
  familyCount: i32 = 0;
  seriesCount: i32 = 0;
  /** The drop reason when `define` or `series` last returned null. */
  refusal: Own = Own.DropSeries;
  hasOnlyPlainNames: bool = true;
  /** By Own: what was counted since the body was read. */
  readonly own: StaticArray<u64> = new StaticArray<u64>(OWN_COUNT);
  /** By drop reason: a metric that it happened to, for the log. */
  readonly examples: StaticArray<Bytes | null> = new StaticArray<Bytes | null>(OWN_COUNT);
  private byName: Table<Family> = new Table<Family>(64);
  private expositionBytes: i64 = 0;
  private encodedLength: i32 = 1024;

  /** What is wrong with a body, or null once it has been read into this empty snapshot. */
  read(body: Bytes): string | null {
    if (body.length > 0 && body.at(0) !== BODY_VERSION) {
      return `it has format version ${body.at(0)}, this registry reads ${BODY_VERSION}: use the registry.wasm that wrote it`;
    }
    return Reader.sealed(body) !== null && this.parse(body) ? null : damaged();
  }

  /** Reads a body that this instance has made or checked itself; false: it is no body. */
  parse(body: Bytes): bool {
    const reader = new Reader(body);
    reader.u8();
    this.registryId = reader.u64();
    this.startedAt = reader.u64();
    for (let left = reader.u32(); left > 0 && !reader.failed; left--) {
      this.folded.push(new LogKey(reader.u64(), reader.u64()));
    }
    for (let left = reader.u32(); left > 0 && !reader.failed; left--) {
      const family = Family.read(reader);
      if (family === null) return false;
      this.add(family);
    }
    this.encodedLength = body.length;
    return !reader.failed;
  }

  private add(family: Family): void {
    this.families.push(family);
    this.byName.add(family);
    if (!isPlainMetricName(family.definition.name)) this.hasOnlyPlainNames = false;
    this.count(family, 1);
  }

  /** Adds (1) the family to the totals, or takes it away (-1). */
  private count(family: Family, sign: i32): void {
    if (family.isOwn) return;
    this.familyCount += sign;
    this.seriesCount += sign * family.seriesCount;
    this.expositionBytes += sign * family.expositionBytes;
  }

  /** The family of that name, or null. */
  family(name: Bytes): Family | null {
    return this.byName.find(<u32>name.hash(), name);
  }

  /** Adds a family that is not there yet; null when `refusal` forbids it. Keeps the definition, so hand over a copy. */
  define(definition: Definition): Family | null {
    const family = new Family(definition);
    if (!family.isOwn) {
      this.refusal = isClashing(this, definition) ? Own.DropDefinition : Own.DropFamilies;
      if (this.refusal === Own.DropDefinition || this.familyCount >= bound(Bound.Families)) return null;
    }
    this.add(family);
    return family;
  }

  /** Begins a family anew under another definition. */
  replace(family: Family, definition: Definition): void {
    this.count(family, -1);
    family.replace(definition);
    this.count(family, 1);
    this.own[Own.ReplacedFamilies] += 1;
  }

  /** The series with these labels, made when it is new; null when `refusal` forbids that. */
  series(family: Family, text: Bytes): SeriesRecord | null {
    const hash = <u32>text.hash();
    const known = family.find(hash, text);
    if (known !== null) return known;
    if (!family.isOwn && !this.hasRoom(family, text)) return null;
    return family.add(hash, text);
  }

  private hasRoom(family: Family, text: Bytes): bool {
    const bytes = family.expositionBytesOf(1, text.length);
    if (family.seriesCount >= bound(Bound.FamilySeries)) this.refusal = Own.DropFamilySeries;
    else if (this.seriesCount >= bound(Bound.Series)) this.refusal = Own.DropSeries;
    else if (this.expositionBytes + bytes > bound(Bound.ExpositionBytes)) this.refusal = Own.DropExposition;
    else {
      this.seriesCount++;
      this.expositionBytes += bytes;
      return true;
    }
    return false;
  }

  /** Of a series that is there. One that finds no room in the exposition is left out. */
  noteExemplar(family: Family, exemplar: Exemplar): void {
    if (this.expositionBytes + exemplar.expositionBytes > bound(Bound.ExpositionBytes)) {
      this.own[Own.DroppedExemplars] += 1;
      return;
    }
    const before = family.exemplars.expositionBytes;
    family.exemplars.note(exemplar);
    this.expositionBytes += family.exemplars.expositionBytes - before;
  }

  /** Counts one sample as dropped. */
  drop(reason: Own, metric: Bytes): void {
    this.own[reason] += 1;
    this.examples[reason] = metric;
  }

  /** Forgets the series that nobody has pushed since that time, and families that have none left. */
  expire(before: u64): bool {
    let expired: u64 = 0;
    const families: Family[] = [];
    for (let i = 0; i < this.families.length; i++) {
      const family = this.families[i];
      this.count(family, -1);
      if (!family.isOwn) expired += family.expire(before);
      if (!family.isOwn && family.seriesCount === 0 && family.pushedAt < before) continue;
      this.count(family, 1);
      families.push(family);
    }
    const isChanged = families.length < this.families.length || expired > 0;
    this.families = families;
    this.own[Own.ExpiredSeries] += expired;
    return isChanged;
  }

  /** Makes sure that the registry's own counters are there, every cause from zero. */
  defineOwn(): void {
    defineOwn(this);
  }

  /** The body, with these log keys named as folded; they are ascending. Once: it adds up the registry's own counts. */
  encode(folded: Array<LogKey>): Bytes {
    addOwn(this);
    const writer = new Writer(this.encodedLength + this.encodedLength / 4 + 16 * folded.length);
    writer.u8(BODY_VERSION);
    writer.u64(this.registryId);
    writer.u64(this.startedAt);
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
  return 'it is damaged: restore it, or delete the root key to count from zero again';
}
