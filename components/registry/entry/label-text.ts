// Guest. Labels as the text format writes them inside the braces, sorted by name: `a="x",b="y"`; a name that is not
// plain stands in quotes. This text is also a series' identity, from the push to the exposition.
import { Bytes } from '../../compiled/bytes.ts';
import { PairList, StringList } from '../../compiled/list.ts';
import { Writer } from '../../compiled/writer.ts';
import { Bound, bound } from '../bounds.ts';
import { Own } from '../own-metrics.ts';
import { isPlainLabelName, isReservedLabelName, quoted } from './names.ts';
import { isUtf8 } from './utf8.ts';

const QUOTE: u8 = 34;
const COMMA: u8 = 44;
const EQUALS: u8 = 61;

/** Nothing was over a bound. */
export const WITHIN_BOUNDS: i32 = -1;

/** Backslash, quote and line feed escaped; any other UTF-8 stands for itself. */
export function writeEscaped(writer: Writer, text: Bytes, escapesQuote: bool): void {
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.at(i);
    if (char !== 92 && char !== 10 && (char !== QUOTE || !escapesQuote)) continue;
    writer.raw(text.slice(from, i));
    writer.u8(92);
    writer.u8(char === 10 ? 110 : char);
    from = i + 1;
  }
  writer.raw(text.slice(from, text.length));
}

/** Appends one label; an empty value is the same as no label. */
export function writeLabel(writer: Writer, name: Bytes, value: Bytes): void {
  if (value.length === 0) return;
  if (writer.length > 0) writer.u8(COMMA);
  if (isPlainLabelName(name)) {
    writer.raw(name);
  } else {
    writer.u8(QUOTE);
    writeEscaped(writer, name, true);
    writer.u8(QUOTE);
  }
  writer.u8(EQUALS);
  writer.u8(QUOTE);
  writeEscaped(writer, value, true);
  writer.u8(QUOTE);
}

/** Whether a label text has a name in quotes. Inside a value a quote never stands without a backslash before it. */
export function hasQuotedName(text: Bytes): bool {
  if (text.length > 0 && text.at(0) === QUOTE) return true;
  for (let i = 2; i < text.length; i++) {
    if (text.at(i) === QUOTE && text.at(i - 1) === COMMA && text.at(i - 2) === QUOTE) return true;
  }
  return false;
}

/** What is wrong with a label name, or null. */
export function labelNameError(name: Bytes): string | null {
  if (name.length === 0) return 'a label name is empty: name the label';
  if (!isUtf8(name)) return 'a label name is not UTF-8: rename the label';
  if (isReservedLabelName(name)) return `label name ${quoted(name)} is reserved: rename the label`;
  return null;
}

/** Writes the label text of one sample after another into one buffer. */
export class LabelText {
  /** The drop reason when the last labels were over a bound: the sample is dropped, the push goes on. */
  overLimit: i32 = WITHIN_BOUNDS;
  private writer: Writer = new Writer(256);

  /** The last label text. Valid until the next one. */
  get text(): Bytes {
    return this.writer.bytes;
  }

  /** `order` lists the indexes of `names` sorted by name. Returns what is wrong, or null. */
  values(names: StringList, order: StaticArray<i32>, values: StringList): string | null {
    this.clear();
    for (let i = 0; i < names.length; i++) {
      const at = order[i];
      const value = values.at(at);
      const error = this.checkValue(names.at(at), value);
      if (error !== null) return error;
      if (this.overLimit === WITHIN_BOUNDS) writeLabel(this.writer, names.at(at), value);
    }
    return null;
  }

  /** Returns what is wrong, or null. */
  pairs(pairs: PairList): string | null {
    this.clear();
    for (let i = 0; i < pairs.length; i++) {
      const name = pairs.name(i);
      if (name.length > bound(Bound.LabelNameBytes)) {
        this.overLimit = Own.DropLabelLength;
        continue;
      }
      let error = labelNameError(name);
      if (error === null) error = this.checkValue(name, pairs.value(i));
      if (error !== null) return error;
    }
    if (pairs.length > bound(Bound.Labels)) this.overLimit = Own.DropLabelCount;
    if (this.overLimit !== WITHIN_BOUNDS) return null;
    const order = pairOrder(pairs);
    for (let i = 0; i < pairs.length; i++) {
      const name = pairs.name(order[i]);
      if (i > 0 && name.equals(pairs.name(order[i - 1]))) {
        return `label ${quoted(name)} is given twice: give each label once`;
      }
      writeLabel(this.writer, name, pairs.value(order[i]));
    }
    return null;
  }

  /** Labels that nobody else names, in ascending order; their values are UTF-8. */
  own(names: StaticArray<string>, values: Array<Bytes>): void {
    this.clear();
    for (let i = 0; i < names.length; i++) {
      if (values[i].length > bound(Bound.LabelValueBytes)) this.overLimit = Own.DropLabelLength;
      else writeLabel(this.writer, Bytes.of(names[i]), values[i]);
    }
  }

  private checkValue(name: Bytes, value: Bytes): string | null {
    if (value.length > bound(Bound.LabelValueBytes)) this.overLimit = Own.DropLabelLength;
    else if (!isUtf8(value)) return `the value of label ${quoted(name)} is not UTF-8: encode it`;
    return null;
  }

  private clear(): void {
    this.overLimit = WITHIN_BOUNDS;
    this.writer.truncate(0);
  }
}

/** Indexes of the names, sorted by name. For the few labels of one family. */
export function nameOrder(names: StringList): StaticArray<i32> {
  const order = new StaticArray<i32>(names.length);
  for (let i = 0; i < names.length; i++) {
    let at = i;
    for (; at > 0 && names.at(order[at - 1]).compare(names.at(i)) > 0; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  return order;
}

function pairOrder(pairs: PairList): StaticArray<i32> {
  const order = new StaticArray<i32>(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    let at = i;
    for (; at > 0 && pairs.name(order[at - 1]).compare(pairs.name(i)) > 0; at--) order[at] = order[at - 1];
    order[at] = i;
  }
  return order;
}
