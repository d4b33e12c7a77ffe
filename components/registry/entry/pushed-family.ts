// Guest. One family of a push: checks the definition a developer wrote and stores it in its canonical form.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List, StringList } from '../../compiled/list.ts';
import { Writer } from '../../compiled/writer.ts';
import { FamilyArgument, Kind } from '../bindings/metrics-registry.ts';
import { Bound, bound, boundVariable } from '../bounds.ts';
import { isOwnMetric } from '../own-metrics.ts';
import { Definition } from '../snapshot/definition.ts';
import { labelNameError, nameOrder } from './label-text.ts';
import { contains, quoted } from './names.ts';
import { isUtf8 } from './utf8.ts';

export class PushedFamily {
  readonly name: Bytes;
  readonly kind: Kind;
  readonly isOpen: bool;
  readonly labelNames: StringList;
  /** Indexes of `labelNames`, sorted by name. */
  readonly labelOrder: StaticArray<i32>;
  readonly buckets: F64List;
  readonly isNative: bool;
  private help: Bytes;
  private unit: Bytes;

  constructor(family: FamilyArgument) {
    this.name = family.name;
    this.kind = family.kind;
    this.isOpen = family.isOpen;
    const names = family.isOpen ? new StringList(0, 0) : family.labelNames;
    this.labelNames = names;
    this.labelOrder = names.length > bound(Bound.Labels) ? new StaticArray<i32>(0) : nameOrder(names);
    this.buckets = family.buckets;
    this.isNative = family.isNative;
    this.help = family.help;
    this.unit = family.unit;
  }

  /** What is wrong with the definition, or null. */
  error(): string | null {
    if (this.name.length === 0) return 'the name is empty: name the metric';
    if (!isUtf8(this.name)) return 'the name is not UTF-8: rename the metric';
    if (isOwnMetric(this.name)) return 'the registry keeps this name for itself: rename the metric';
    if (this.name.length > bound(Bound.MetricNameBytes)) {
      return over('name', this.name.length, 'bytes', Bound.MetricNameBytes);
    }
    const text = this.textError('help', this.help);
    if (text !== null) return text;
    const unit = this.textError('unit', this.unit);
    if (unit !== null) return unit;
    if (!contains(this.name, this.unit)) return `the name does not contain its unit ${quoted(this.unit)}: add it`;
    const labels = this.labelsError();
    return labels !== null ? labels : this.bucketsError();
  }

  private textError(what: string, text: Bytes): string | null {
    if (text.length > bound(Bound.HelpBytes)) return over(what, text.length, 'bytes', Bound.HelpBytes);
    return isUtf8(text) ? null : `the ${what} is not UTF-8: encode it`;
  }

  private labelsError(): string | null {
    const names = this.labelNames;
    if (names.length > bound(Bound.Labels)) return over('label list', names.length, 'names', Bound.Labels);
    for (let i = 0; i < names.length; i++) {
      const name = names.at(this.labelOrder[i]);
      const error = labelNameError(name);
      if (error !== null) return error;
      if (name.length > bound(Bound.LabelNameBytes)) {
        return over(`label name ${quoted(name)}`, name.length, 'bytes', Bound.LabelNameBytes);
      }
      if (i > 0 && name.equals(names.at(this.labelOrder[i - 1]))) {
        return `label ${quoted(name)} is named twice: name each label once`;
      }
    }
    return null;
  }

  private bucketsError(): string | null {
    const buckets = this.buckets;
    if (this.kind !== Kind.Histogram) {
      if (this.isNative) return 'it is native but no histogram: leave that out';
      return buckets.length === 0 ? null : 'it has buckets but is no histogram: leave them empty';
    }
    if (buckets.length > bound(Bound.Buckets)) return over('bucket list', buckets.length, 'bounds', Bound.Buckets);
    for (let i = 0; i < buckets.length; i++) {
      const limit = buckets.at(i);
      if (!Number.isFinite(limit)) return `bucket bound ${limit} is not finite: leave +Inf out, it is implied`;
      if (i > 0 && limit <= buckets.at(i - 1)) {
        return `bucket bound ${limit} follows ${buckets.at(i - 1)}: give the bounds in ascending order, each once`;
      }
    }
    return null;
  }

  /** Appends the definition in its stored form. */
  writeTo(writer: Writer): void {
    const labels: Bytes[] = [];
    for (let i = 0; i < this.labelNames.length; i++) labels.push(this.labelNames.at(this.labelOrder[i]));
    Definition.write(
      writer,
      this.name,
      this.kind,
      this.isOpen,
      labels,
      this.buckets,
      this.isNative,
      this.help,
      this.unit,
    );
  }
}

function over(what: string, found: i32, unit: string, which: Bound): string {
  return `the ${what} has ${found} ${unit}, at most ${bound(which)} are taken: shorten it, or raise ${boundVariable(which)}`;
}
