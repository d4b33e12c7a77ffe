// Guest. The exemplars of one family: the newest of each bucket of each series, bounded in all.
// Stored: how many · (label text of the series · bucket · label text of the exemplar · f64 value · u64 time) each,
// sorted like the series.
import { Bytes } from '../bindings/bytes.ts';
import { Reader } from '../bindings/reader.ts';
import { Writer } from '../bindings/writer.ts';
import { Bound, bound } from '../bounds.ts';

export class Exemplar {
  constructor(
    /** Label text of the series. */
    readonly series: Bytes,
    /** 0 in a counter. */
    readonly bucket: i32,
    public labels: Bytes,
    public value: f64,
    /** Nanoseconds since 1970. */
    public time: u64,
  ) {}

  compare(series: Bytes, bucket: i32): i32 {
    const order = this.series.compare(series);
    return order !== 0 ? order : this.bucket - bucket;
  }

  get milliseconds(): u64 {
    return this.time / 1_000_000;
  }
}

export class Exemplars {
  private items: Array<Exemplar> = [];

  static read(reader: Reader): Exemplars {
    const exemplars = new Exemplars();
    for (let left = reader.count(); left > 0 && !reader.failed; left--) {
      const series = reader.prefixed();
      const bucket = <i32>reader.varint();
      exemplars.items.push(new Exemplar(series, bucket, reader.prefixed(), reader.f64(), reader.u64()));
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
  note(series: Bytes, bucket: i32, labels: Bytes, value: f64, time: u64): void {
    const known = this.find(series, bucket);
    if (known !== null) {
      if (time < known.time) return;
      known.labels = labels;
      known.value = value;
      known.time = time;
      return;
    }
    if (this.items.length >= bound(Bound.FamilyExemplars)) this.forgetOldest();
    const items = this.items;
    const at = this.place(series, bucket);
    items.push(new Exemplar(series, bucket, labels, value, time));
    for (let i = items.length - 1; i > at; i--) {
      const moved = items[i];
      items[i] = items[i - 1];
      items[i - 1] = moved;
    }
  }

  private forgetOldest(): void {
    let oldest = 0;
    for (let i = 1; i < this.items.length; i++) if (this.items[i].time < this.items[oldest].time) oldest = i;
    this.items.splice(oldest, 1);
  }

  /** Forgets those from before that time: their series may be gone. */
  expire(before: u64): void {
    const kept: Exemplar[] = [];
    for (let i = 0; i < this.items.length; i++) if (this.items[i].time >= before) kept.push(this.items[i]);
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
