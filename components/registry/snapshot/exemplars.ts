// Guest. The exemplars of one family: the newest of each bucket of each series, bounded in all.
// Stored: how many · (label text of the series · bucket · label text of the exemplar · f64 value · u64 time) each,
// sorted like the series.
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { Bound, bound } from '../bounds.ts';

/** Bytes of an exemplar in the exposition beside its labels, from above. */
const FRAME_BYTES: i32 = 96;

export class Exemplar {
  constructor(
    /** Label text of the series. */
    readonly series: Bytes,
    /** 0 in a counter. */
    readonly bucket: i32,
    readonly labels: Bytes,
    readonly value: f64,
    /** Nanoseconds since 1970. */
    readonly time: u64,
  ) {}

  compare(series: Bytes, bucket: i32): i32 {
    const order = this.series.compare(series);
    return order !== 0 ? order : this.bucket - bucket;
  }

  /** In protobuf a label of two characters takes twice the bytes of its text, and never more. */
  get expositionBytes(): i64 {
    return <i64>(2 * this.labels.length + FRAME_BYTES);
  }

  get milliseconds(): u64 {
    return this.time / 1_000_000;
  }
}

export class Exemplars {
  /** Bytes of all in the exposition, from above. */
  expositionBytes: i64 = 0;
  private items: Array<Exemplar> = [];

  static read(reader: Reader): Exemplars {
    const exemplars = new Exemplars();
    for (let left = reader.count(); left > 0 && !reader.failed; left--) {
      const series = reader.prefixed();
      const bucket = <i32>reader.varint();
      const exemplar = new Exemplar(series, bucket, reader.prefixed(), reader.f64(), reader.u64());
      exemplars.items.push(exemplar);
      exemplars.expositionBytes += exemplar.expositionBytes;
    }
    return exemplars;
  }

  get length(): i32 {
    return this.items.length;
  }

  /** Where the exemplar is, or would be. */
  private place(series: Bytes, bucket: i32): i32 {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.items[middle].compare(series, bucket) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(series: Bytes, bucket: i32): Exemplar | null {
    const at = this.place(series, bucket);
    if (at === this.items.length || this.items[at].compare(series, bucket) !== 0) return null;
    return this.items[at];
  }

  /** An older one than is known changes nothing. When there is no room the oldest gives way. */
  note(exemplar: Exemplar): void {
    const items = this.items;
    let at = this.place(exemplar.series, exemplar.bucket);
    if (at < items.length && items[at].compare(exemplar.series, exemplar.bucket) === 0) {
      if (exemplar.time < items[at].time) return;
      this.expositionBytes += exemplar.expositionBytes - items[at].expositionBytes;
      items[at] = exemplar;
      return;
    }
    if (items.length >= bound(Bound.FamilyExemplars)) {
      if (!this.forgetOlder(exemplar.time)) return;
      at = this.place(exemplar.series, exemplar.bucket);
    }
    this.expositionBytes += exemplar.expositionBytes;
    items.push(exemplar);
    for (let i = items.length - 1; i > at; i--) items[i] = items[i - 1];
    items[at] = exemplar;
  }

  /** Forgets the oldest one; false: all are newer than `time`. */
  private forgetOlder(time: u64): bool {
    let oldest = 0;
    for (let i = 1; i < this.items.length; i++) if (this.items[i].time < this.items[oldest].time) oldest = i;
    if (this.items[oldest].time > time) return false;
    this.expositionBytes -= this.items[oldest].expositionBytes;
    this.items.splice(oldest, 1);
    return true;
  }

  /** Forgets those from before that time: their series may be gone. */
  expire(before: u64): void {
    const kept: Exemplar[] = [];
    for (let i = 0; i < this.items.length; i++) {
      if (this.items[i].time >= before) kept.push(this.items[i]);
      else this.expositionBytes -= this.items[i].expositionBytes;
    }
    this.items = kept;
  }

  writeTo(writer: Writer): void {
    writer.varint(this.items.length);
    for (let i = 0; i < this.items.length; i++) {
      const exemplar = this.items[i];
      writer.prefixed(exemplar.series);
      writer.varint(exemplar.bucket);
      writer.prefixed(exemplar.labels);
      writer.f64(exemplar.value);
      writer.u64(exemplar.time);
    }
  }
}
