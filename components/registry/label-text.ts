// Guest. Labels as the text format writes them inside the braces, sorted by name: `a="x",b="y"`. This text is also
// a series' identity, from the push to the exposition.
import { Bytes } from './bindings/bytes.ts';
import { PairList, StringList } from './bindings/list.ts';
import { Writer } from './bindings/writer.ts';
import { MAX_LABEL_NAME, MAX_LABEL_VALUE, MAX_LABELS } from './limits.ts';
import { isLabelName, isReservedLabelName, quoted } from './names.ts';

/** Backslash, quote and line feed escaped; any other UTF-8 stands for itself. */
export function writeEscaped(writer: Writer, text: Bytes, escapesQuote: bool): void {
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.at(i);
    if (char !== 92 && char !== 10 && (char !== 34 || !escapesQuote)) continue;
    writer.raw(text.slice(from, i));
    writer.u8(92);
    writer.u8(char === 10 ? 110 : char);
    from = i + 1;
  }
  writer.raw(text.slice(from, text.length));
}

/** Appends one label; an empty value is the same as no label. */
function writeLabel(writer: Writer, name: Bytes, value: Bytes): void {
  if (value.length === 0) return;
  if (writer.length > 0) writer.u8(44);
  writer.raw(name);
  writer.u8(61);
  writer.u8(34);
  writeEscaped(writer, value, true);
  writer.u8(34);
}

/** What is wrong with a label name, or null. */
export function labelNameError(name: Bytes): string | null {
  if (!isLabelName(name)) return `label name ${quoted(name)} is not [a-zA-Z_][a-zA-Z0-9_]*: rename the label`;
  if (isReservedLabelName(name)) return `label name ${quoted(name)} is reserved: rename the label`;
  return null;
}

/** Writes the label text of one sample after another into one buffer. */
export class LabelText {
  /** Whether the last labels were over a bound: the sample is dropped, the push goes on. */
  isOverLimit: bool = false;
  private writer: Writer = new Writer(256);

  /** The last label text. Valid until the next one. */
  get text(): Bytes {
    return this.writer.bytes;
  }

  /** `order` lists the indexes of `names` sorted by name. */
  values(names: StringList, order: StaticArray<i32>, values: StringList): void {
    this.clear();
    for (let i = 0; i < names.length; i++) {
      const at = order[i];
      const value = values.at(at);
      if (value.length > MAX_LABEL_VALUE) this.isOverLimit = true;
      else writeLabel(this.writer, names.at(at), value);
    }
  }

  /** Returns what is wrong, or null. */
  pairs(pairs: PairList): string | null {
    this.clear();
    for (let i = 0; i < pairs.length; i++) {
      const name = pairs.name(i);
      const error = labelNameError(name);
      if (error !== null) return error;
      if (name.length > MAX_LABEL_NAME || pairs.value(i).length > MAX_LABEL_VALUE) this.isOverLimit = true;
    }
    if (pairs.length > MAX_LABELS) this.isOverLimit = true;
    if (this.isOverLimit) return null;
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

  private clear(): void {
    this.isOverLimit = false;
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
