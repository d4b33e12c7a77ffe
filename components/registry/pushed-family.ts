// Guest. One family of a push: checks the definition a developer wrote and stores it in its canonical form.
import { Bytes } from './bindings/bytes.ts';
import { F64List, StringList } from './bindings/list.ts';
import { FamilyArgument, Kind } from './bindings/metrics-registry.ts';
import { Writer } from './bindings/writer.ts';
import { labelNameError, nameOrder } from './label-text.ts';
import { MAX_BUCKETS, MAX_HELP, MAX_LABEL_NAME, MAX_LABELS, MAX_METRIC_NAME } from './limits.ts';
import { contains, isMetricName, quoted } from './names.ts';

export class PushedFamily {
  readonly name: Bytes;
  readonly kind: Kind;
  readonly isOpen: bool;
  readonly labelNames: StringList;
  /** Indexes of `labelNames`, sorted by name. */
  readonly labelOrder: StaticArray<i32>;
  readonly buckets: F64List;
  private help: Bytes;
  private unit: Bytes;

  constructor(family: FamilyArgument) {
    this.name = family.name;
    this.kind = family.kind;
    this.isOpen = family.isOpen;
    const names = family.isOpen ? new StringList(0, 0) : family.labelNames;
    this.labelNames = names;
    this.labelOrder = names.length > MAX_LABELS ? new StaticArray<i32>(0) : nameOrder(names);
    this.buckets = family.buckets;
    this.help = family.help;
    this.unit = family.unit;
  }

  /** What is wrong with the definition, or null. */
  error(): string | null {
    if (!isMetricName(this.name)) return 'the name is not [a-zA-Z_:][a-zA-Z0-9_:]*: rename the metric';
    if (this.name.length > MAX_METRIC_NAME) return over('name', this.name.length, MAX_METRIC_NAME, 'bytes');
    if (this.help.length > MAX_HELP) return over('help', this.help.length, MAX_HELP, 'bytes');
    if (this.unit.length > MAX_HELP) return over('unit', this.unit.length, MAX_HELP, 'bytes');
    if (!contains(this.name, this.unit)) return `the name does not contain its unit ${quoted(this.unit)}: add it`;
    const labels = this.labelsError();
    return labels !== null ? labels : this.bucketsError();
  }

  private labelsError(): string | null {
    const names = this.labelNames;
    if (names.length > MAX_LABELS) return over('label list', names.length, MAX_LABELS, 'names');
    for (let i = 0; i < names.length; i++) {
      const name = names.at(this.labelOrder[i]);
      const error = labelNameError(name);
      if (error !== null) return error;
      if (name.length > MAX_LABEL_NAME) return over('label name', name.length, MAX_LABEL_NAME, 'bytes');
      if (i > 0 && name.equals(names.at(this.labelOrder[i - 1]))) {
        return `label ${quoted(name)} is named twice: name each label once`;
      }
    }
    return null;
  }

  private bucketsError(): string | null {
    const buckets = this.buckets;
    if (this.kind !== Kind.Histogram) {
      return buckets.length === 0 ? null : 'it has buckets but is no histogram: leave them empty';
    }
    if (buckets.length > MAX_BUCKETS) return over('bucket list', buckets.length, MAX_BUCKETS, 'bounds');
    for (let i = 0; i < buckets.length; i++) {
      const bound = buckets.at(i);
      if (!Number.isFinite(bound)) return `bucket bound ${bound} is not finite: leave +Inf out, it is implied`;
      if (i > 0 && bound <= buckets.at(i - 1)) {
        return `bucket bound ${bound} follows ${buckets.at(i - 1)}: give the bounds in ascending order, each once`;
      }
    }
    return null;
  }

  /** Appends the definition in the form that definition.ts parses. */
  writeTo(writer: Writer): void {
    const definition = new Writer(128 + this.help.length);
    definition.prefixed(this.name);
    definition.u8(<u8>this.kind);
    definition.u8(this.isOpen ? 1 : 0);
    definition.varint(this.labelNames.length);
    for (let i = 0; i < this.labelNames.length; i++) definition.prefixed(this.labelNames.at(this.labelOrder[i]));
    definition.varint(this.buckets.length);
    for (let i = 0; i < this.buckets.length; i++) definition.f64(this.buckets.at(i));
    definition.prefixed(this.help);
    definition.prefixed(this.unit);
    writer.prefixed(definition.bytes);
  }
}

function over(what: string, found: i32, bound: i32, unit: string): string {
  return `the ${what} has ${found} ${unit}, at most ${bound} are taken: shorten it`;
}
