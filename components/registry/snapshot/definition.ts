// Guest. A family's definition as it is stored, in log entries and in bodies alike:
//   name · u8 kind · u8 flags (1 open, 2 native) · label names, sorted · buckets · help · unit
// What lies between name and help is the signature: two definitions with the same signature measure the same thing.

import { Bytes } from '../../compiled/bytes.ts';
import { F64List } from '../../compiled/list.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { NATIVE_VALUES } from './native-buckets.ts';

const OPEN: u8 = 1;
const NATIVE: u8 = 2;

export class Definition {
  constructor(
    /** The stored form. */
    readonly encoded: Bytes,
    readonly name: Bytes,
    readonly kind: Kind,
    readonly isOpen: bool,
    readonly isNative: bool,
    readonly labelCount: i32,
    /** Upper bounds, 8 bytes each, without +Inf. */
    readonly bounds: Bytes,
    readonly help: Bytes,
    readonly unit: Bytes,
    readonly signature: Bytes,
  ) {}

  /** Appends the stored form. `labels`: sorted. */
  static write(
    writer: Writer,
    name: Bytes,
    kind: Kind,
    isOpen: bool,
    labels: Array<Bytes>,
    buckets: F64List,
    isNative: bool,
    help: Bytes,
    unit: Bytes,
  ): void {
    const definition = new Writer(256 + help.length);
    definition.prefixed(name);
    definition.u8(<u8>kind);
    definition.u8((isOpen ? OPEN : 0) | (isNative ? NATIVE : 0));
    definition.varint(labels.length);
    for (let i = 0; i < labels.length; i++) definition.prefixed(labels[i]);
    definition.varint(buckets.length);
    for (let i = 0; i < buckets.length; i++) definition.f64(buckets.at(i));
    definition.prefixed(help);
    definition.prefixed(unit);
    writer.prefixed(definition.bytes);
  }

  /** null: not a definition. */
  static parse(encoded: Bytes): Definition | null {
    const reader = new Reader(encoded);
    const name = reader.prefixed();
    const signatureStart = encoded.length - reader.left;
    const kind = <Kind>reader.u8();
    const flags = reader.u8();
    const labelCount = reader.count();
    for (let i = 0; i < labelCount; i++) reader.prefixed();
    const bounds = reader.bytes(8 * reader.count());
    const signatureEnd = encoded.length - reader.left;
    const help = reader.prefixed();
    const unit = reader.prefixed();
    if (reader.failed || reader.left !== 0 || <i32>kind > <i32>Kind.Histogram) return null;
    const signature = encoded.slice(signatureStart, signatureEnd);
    const isNative = (flags & NATIVE) !== 0;
    return new Definition(
      encoded,
      name,
      kind,
      (flags & OPEN) !== 0,
      isNative,
      labelCount,
      bounds,
      help,
      unit,
      signature,
    );
  }

  get bucketCount(): i32 {
    return this.bounds.length / 8 + 1;
  }

  bound(index: i32): f64 {
    return reinterpret<f64>(this.bounds.u64At(8 * index));
  }

  /** Whether the definition alone makes a series: there is only one, without labels. */
  get hasOneSeries(): bool {
    return !this.isOpen && this.labelCount === 0;
  }

  /** Values in a series record. */
  get valueCount(): i32 {
    if (this.kind === Kind.Counter) return 1;
    if (this.kind === Kind.Gauge) return 2;
    return this.bucketCount + 1 + (this.isNative ? NATIVE_VALUES : 0);
  }

  /** Whether both measure the same thing in the same series. */
  isCompatible(other: Definition): bool {
    return this.signature.equals(other.signature);
  }

  /** Lines of one series in the exposition. */
  get lineCount(): i32 {
    return this.kind === Kind.Histogram ? this.bucketCount + 2 : 1;
  }
}
