// Guest. One series as it lies in a snapshot body, changed in place. The layout is part of the stored format:
//   u32 hash of the label text · u32 its length · u64 time of the newest push · label text · values, 8 bytes each
// Values: counter f64 · gauge f64, u64 time of the newest `set` · histogram one u64 a bucket, then the f64 sum.
import { Bytes, compareMemory, copyMemory, sameMemory } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';

const HEADER: i32 = 16;

/** Bytes that a series takes. */
export function seriesSize(textLength: i32, valueCount: i32): i32 {
  return HEADER + textLength + 8 * valueCount;
}

@unmanaged
export class SeriesRecord {
  hash: u32;
  textLength: u32;
  /** Nanoseconds since 1970. */
  pushedAt: u64;

  /** A new series in memory of its own, every value 0. */
  static create(hash: u32, text: Bytes, valueCount: i32): SeriesRecord {
    const at = heap.alloc(seriesSize(text.length, valueCount));
    const record = changetype<SeriesRecord>(at);
    record.hash = hash;
    record.textLength = text.length;
    record.pushedAt = 0;
    copyMemory(at + HEADER, text.start, text.length);
    memory.fill(at + HEADER + text.length, 0, 8 * valueCount);
    return record;
  }

  /** Notes a push; an older one that arrives late changes nothing. */
  @inline touch(time: u64): void {
    if (time > this.pushedAt) this.pushedAt = time;
  }

  hasText(text: Bytes): bool {
    return text.length == <i32>this.textLength && sameMemory(changetype<usize>(this) + HEADER, text.start, text.length);
  }

  compareText(other: SeriesRecord): i32 {
    return compareMemory(
      changetype<usize>(this) + HEADER,
      this.textLength,
      changetype<usize>(other) + HEADER,
      other.textLength,
    );
  }

  @inline private value(index: i32): usize {
    return changetype<usize>(this) + HEADER + this.textLength + 8 * index;
  }

  @inline f64(index: i32): f64 {
    return load<f64>(this.value(index));
  }

  @inline setF64(index: i32, value: f64): void {
    store<f64>(this.value(index), value);
  }

  @inline u64(index: i32): u64 {
    return load<u64>(this.value(index));
  }

  @inline setU64(index: i32, value: u64): void {
    store<u64>(this.value(index), value);
  }

  writeTo(writer: Writer, valueCount: i32): void {
    writer.memory(changetype<usize>(this), seriesSize(this.textLength, valueCount));
  }

  /** A view of the label text. */
  get text(): Bytes {
    return new Bytes(changetype<usize>(this) + HEADER, this.textLength);
  }

  @inline writeTextTo(writer: Writer): void {
    writer.memory(changetype<usize>(this) + HEADER, this.textLength);
  }
}

/** Walks the records of one family, which lie one after the other. */
export class SeriesCursor {
  private at: usize;
  private end: usize;
  private valueCount: i32;

  constructor(region: Bytes, valueCount: i32) {
    this.at = region.start;
    this.end = region.start + region.length;
    this.valueCount = valueCount;
  }

  /** The next record, or null after the last one or when what follows is no whole record. */
  next(): SeriesRecord | null {
    const left = <i64>(this.end - this.at);
    if (left < HEADER) return null;
    const record = changetype<SeriesRecord>(this.at);
    const size = HEADER + <i64>record.textLength + 8 * <i64>this.valueCount;
    if (size > left) return null;
    this.at += <usize>size;
    return record;
  }
}
