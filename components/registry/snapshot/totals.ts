// Guest. What the cumulative values of others were when they were last merged, by series, source and start: the next one
// adds what came since. Stored after its length, and parsed only by a fold that has a total for this family:
//   how many series · (label text · u64 floor · how many streams · (source · u64 start · u64 time · values) each) each
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { Table } from './table.ts';

/** Of one series; every restart of a sender is a new one, and so is every interval of a sender of deltas. */
const MAX_STREAMS: i32 = 64;

/** One source since one start. */
export class Stream {
  constructor(
    readonly source: Bytes,
    readonly start: u64,
    /** When the values were read. */
    public time: u64,
    /** As the log entry has them (entry/total-writer.ts). Empty: none yet. */
    public values: Bytes,
  ) {}

  isOf(source: Bytes, start: u64): bool {
    return this.start === start && this.source.equals(source);
  }
}

/** The streams of one series. */
class SeriesStreams {
  readonly hash: u32;
  readonly streams: Array<Stream> = [];
  /** Newest time of the streams that were forgotten. */
  floor: u64 = 0;

  constructor(readonly series: Bytes) {
    this.hash = <u32>series.hash();
  }

  hasText(text: Bytes): bool {
    return this.series.equals(text);
  }

  /** null: older than what was forgotten, so that it may have been counted. */
  stream(source: Bytes, start: u64, time: u64): Stream | null {
    const streams = this.streams;
    for (let i = 0; i < streams.length; i++) if (streams[i].isOf(source, start)) return streams[i];
    if (this.floor > 0 && (start === 0 ? time : start) < this.floor) return null;
    if (streams.length >= MAX_STREAMS && !this.forgetBefore(time)) return null;
    const stream = new Stream(source, start, 0, Bytes.empty());
    streams.push(stream);
    return stream;
  }

  /** Forgets the oldest stream; false: all are newer than `time`. */
  private forgetBefore(time: u64): bool {
    let oldest = 0;
    for (let i = 1; i < this.streams.length; i++) if (this.streams[i].time < this.streams[oldest].time) oldest = i;
    if (this.streams[oldest].time > time) return false;
    this.floor = max(this.floor, this.streams[oldest].time);
    this.streams.splice(oldest, 1);
    return true;
  }
}

export class Totals {
  /** null: still as it was stored. */
  private items: Array<SeriesStreams> | null = null;
  private index: Table<SeriesStreams> = new Table<SeriesStreams>(0);

  constructor(private stored: Bytes) {}

  static read(reader: Reader): Totals {
    return new Totals(reader.prefixed());
  }

  /** The stream, made when it is new; null when it is too old to know whether it was counted. */
  stream(series: Bytes, source: Bytes, start: u64, time: u64): Stream | null {
    const items = this.parsed();
    let found = this.index.find(<u32>series.hash(), series);
    if (found === null) {
      found = new SeriesStreams(series);
      items.push(found);
      this.index.add(found);
    }
    return found.stream(source, start, time);
  }

  get isEmpty(): bool {
    return this.stored.length === 0 && this.items === null;
  }

  /** Forgets the streams of all other series. */
  keep(series: Array<Bytes>): void {
    this.parsed();
    const kept: Array<SeriesStreams> = [];
    for (let i = 0; i < series.length; i++) {
      const found = this.index.find(<u32>series[i].hash(), series[i]);
      if (found !== null) kept.push(found);
    }
    this.items = kept;
    this.index = new Table<SeriesStreams>(kept.length);
    for (let i = 0; i < kept.length; i++) this.index.add(kept[i]);
  }

  private parsed(): Array<SeriesStreams> {
    const known = this.items;
    if (known !== null) return known;
    const items: Array<SeriesStreams> = [];
    const reader = new Reader(this.stored);
    for (let left = this.stored.length > 0 ? reader.count() : 0; left > 0 && !reader.failed; left--) {
      const item = new SeriesStreams(reader.prefixed());
      item.floor = reader.u64();
      for (let streams = reader.count(); streams > 0 && !reader.failed; streams--) {
        item.streams.push(new Stream(reader.prefixed(), reader.u64(), reader.u64(), reader.prefixed()));
      }
      items.push(item);
      this.index.add(item);
    }
    this.items = items;
    return items;
  }

  writeTo(writer: Writer): void {
    const items = this.items;
    if (items === null) {
      writer.prefixed(this.stored);
      return;
    }
    const content = new Writer(1024);
    content.varint(items.length);
    for (let i = 0; i < items.length; i++) {
      const streams = items[i].streams;
      content.prefixed(items[i].series);
      content.u64(items[i].floor);
      content.varint(streams.length);
      for (let at = 0; at < streams.length; at++) {
        const stream = streams[at];
        content.prefixed(stream.source);
        content.u64(stream.start);
        content.u64(stream.time);
        content.prefixed(stream.values);
      }
    }
    writer.prefixed(content.bytes);
  }
}
