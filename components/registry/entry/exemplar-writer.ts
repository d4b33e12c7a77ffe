// Guest. The exemplars of one push as its log entry has them.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List, PairList } from '../../compiled/list.ts';
import { Writer } from '../../compiled/writer.ts';
import { LabelText, WITHIN_BOUNDS } from './label-text.ts';

/** OpenMetrics' own bound on names and values together. */
const MAX_CHARACTERS: i32 = 128;

export class ExemplarWriter {
  count: i32 = 0;
  /** How many were left out. */
  dropped: i32 = 0;
  private writer: Writer = new Writer(64);
  private labels: LabelText = new LabelText();

  get bytes(): Bytes {
    return this.writer.bytes;
  }

  get length(): i32 {
    return this.writer.length;
  }

  /** Returns what is wrong, or null. One with too many characters is left out. */
  add(family: u32, series: Bytes, buckets: F64List, labels: PairList, value: f64): string | null {
    if (!Number.isFinite(value)) return `its value is ${value}: give a finite number`;
    const fault = this.labels.pairs(labels);
    if (fault !== null) return fault;
    if (this.labels.overLimit !== WITHIN_BOUNDS || characters(labels) > MAX_CHARACTERS) {
      this.dropped++;
      return null;
    }
    this.count++;
    this.writer.varint(family);
    this.writer.prefixed(series);
    this.writer.varint(buckets.firstNotBelow(value));
    this.writer.prefixed(this.labels.text);
    this.writer.f64(value);
    return null;
  }
}

function characters(labels: PairList): i32 {
  let count = 0;
  for (let i = 0; i < labels.length; i++) count += charactersOf(labels.name(i)) + charactersOf(labels.value(i));
  return count;
}

function charactersOf(text: Bytes): i32 {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.at(i) & 0xc0) !== 0x80) count++;
  return count;
}
