// Guest. sidecars:metrics/registry@0.1.0, the exported interface: lifts the arguments, lowers the results.
// The offsets are the canonical ABI's; test/components/registry/bindings.test.ts pushes every variant through them.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List, PairList, StringList, U64List } from '../../compiled/list.ts';

/** enum kind. */
export enum Kind {
  Counter = 0,
  Gauge = 1,
  Histogram = 2,
}

/** variant change. */
export enum Change {
  Add = 0,
  Set = 1,
  Observe = 2,
  Merge = 3,
  Total = 4,
}

/** record family: 52 bytes. */
@unmanaged
export class FamilyArgument {
  private nameStart: u32;
  private nameLength: i32;
  private kindTag: u8;
  private helpStart: u32;
  private helpLength: i32;
  private unitStart: u32;
  private unitLength: i32;
  private labelsTag: u8;
  private labelsStart: u32;
  private labelsLength: i32;
  private bucketsStart: u32;
  private bucketsLength: i32;
  private nativeFlag: u8;

  get name(): Bytes {
    return new Bytes(this.nameStart, this.nameLength);
  }

  get kind(): Kind {
    return <Kind>this.kindTag;
  }

  get help(): Bytes {
    return new Bytes(this.helpStart, this.helpLength);
  }

  get unit(): Bytes {
    return new Bytes(this.unitStart, this.unitLength);
  }

  /** variant label-names { closed(list<string>), open }. */
  get isOpen(): bool {
    return this.labelsTag == 1;
  }

  /** Of a closed family. */
  get labelNames(): StringList {
    return new StringList(this.labelsStart, this.labelsLength);
  }

  get buckets(): F64List {
    return new F64List(this.bucketsStart, this.bucketsLength);
  }

  get isNative(): bool {
    return this.nativeFlag != 0;
  }
}

/** record native-bucket: 16 bytes. */
@unmanaged
export class NativeBucketArgument {
  index: i32;
  private negativeFlag: u8;
  count: u64;

  get isNegative(): bool {
    return this.negativeFlag != 0;
  }
}

export class NativeBucketList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): NativeBucketArgument {
    return changetype<NativeBucketArgument>(this.start + <usize>index * offsetof<NativeBucketArgument>());
  }
}

/** record cumulative: 56 bytes. */
@unmanaged
export class CumulativeArgument {
  private sourceStart: u32;
  private sourceLength: i32;
  startNs: u64;
  atNs: u64;
  sum: f64;
  private countsStart: u32;
  private countsLength: i32;
  zeroCount: u64;
  private bucketsStart: u32;
  private bucketsLength: i32;

  get source(): Bytes {
    return new Bytes(this.sourceStart, this.sourceLength);
  }

  get counts(): U64List {
    return new U64List(this.countsStart, this.countsLength);
  }

  get nativeBuckets(): NativeBucketList {
    return new NativeBucketList(this.bucketsStart, this.bucketsLength);
  }
}

/** record sample, aligned to 8; the payload of `change` begins at 24. The class ends before the largest payload does. */
const SAMPLE_BYTES: usize = 80;

@unmanaged
export class SampleArgument {
  family: u32;
  private labelsTag: u8;
  private labelsStart: u32;
  private labelsLength: i32;
  private changeTag: u8;
  private payload: f64;
  private distributionSum: f64;

  /** variant label-values { values(list<string>), pairs(list<tuple<string, string>>) }. */
  get hasPairs(): bool {
    return this.labelsTag == 1;
  }

  get values(): StringList {
    return new StringList(this.labelsStart, this.labelsLength);
  }

  get pairs(): PairList {
    return new PairList(this.labelsStart, this.labelsLength);
  }

  get change(): Change {
    return <Change>this.changeTag;
  }

  /** Of `add` and `set`. */
  get number(): f64 {
    return this.payload;
  }

  /** Of `observe`. */
  get observations(): F64List {
    const at = changetype<usize>(this) + offsetof<SampleArgument>('payload');
    return new F64List(load<u32>(at), load<i32>(at, 4));
  }

  /** Of `merge`. */
  get counts(): U64List {
    const at = changetype<usize>(this) + offsetof<SampleArgument>('payload');
    return new U64List(load<u32>(at), load<i32>(at, 4));
  }

  /** Of `merge`. */
  get sum(): f64 {
    return this.distributionSum;
  }

  /** Of `total`. */
  get cumulative(): CumulativeArgument {
    return changetype<CumulativeArgument>(changetype<usize>(this) + offsetof<SampleArgument>('payload'));
  }
}

/** record http-request: 64 bytes. */
@unmanaged
export class HttpRequestArgument {
  private componentStart: u32;
  private componentLength: i32;
  private methodStart: u32;
  private methodLength: i32;
  private routeStart: u32;
  private routeLength: i32;
  status: u16;
  durationSeconds: f64;
  requestBytes: f64;
  responseBytes: f64;
  private exemplarStart: u32;
  private exemplarLength: i32;

  get component(): Bytes {
    return new Bytes(this.componentStart, this.componentLength);
  }

  get method(): Bytes {
    return new Bytes(this.methodStart, this.methodLength);
  }

  get route(): Bytes {
    return new Bytes(this.routeStart, this.routeLength);
  }

  get exemplar(): PairList {
    return new PairList(this.exemplarStart, this.exemplarLength);
  }
}

/** record exemplar: 24 bytes, aligned to 8. */
@unmanaged
export class ExemplarArgument {
  sample: u32;
  private labelsStart: u32;
  private labelsLength: i32;
  value: f64;

  get labels(): PairList {
    return new PairList(this.labelsStart, this.labelsLength);
  }
}

export class ExemplarList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): ExemplarArgument {
    return changetype<ExemplarArgument>(this.start + <usize>index * offsetof<ExemplarArgument>());
  }
}

export class HttpRequestList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): HttpRequestArgument {
    return changetype<HttpRequestArgument>(this.start + <usize>index * offsetof<HttpRequestArgument>());
  }
}

/** The class ends with its last field, the record with the padding behind it. */
const FAMILY_BYTES: usize = 52;

export class FamilyList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): FamilyArgument {
    return changetype<FamilyArgument>(this.start + <usize>index * FAMILY_BYTES);
  }
}

export class SampleList {
  constructor(
    private start: usize,
    readonly length: i32,
  ) {}

  at(index: i32): SampleArgument {
    return changetype<SampleArgument>(this.start + <usize>index * SAMPLE_BYTES);
  }
}

/** record batch. */
export class BatchArgument {
  constructor(
    readonly requests: HttpRequestList,
    readonly families: FamilyList,
    readonly samples: SampleList,
    readonly exemplars: ExemplarList,
  ) {}
}

/** enum exposition-format. */
export enum ExpositionFormat {
  Text = 0,
  OpenMetrics = 1,
  Protobuf = 2,
}

/** enum name-escaping. */
export enum NameEscaping {
  Underscores = 0,
  AllowUtf8 = 1,
}

/** Return area of every export: 16 bytes. */
const RESULT: usize = memory.data(16, 4);

/** variant error. */
export enum ErrorTag {
  Invalid = 0,
  Store = 1,
  Timeout = 2,
}

/** result<_, error>: the error. */
export function lowerError(tag: ErrorTag, message: string): usize {
  const text = Bytes.of(message);
  store<u8>(RESULT, 1);
  store<u8>(RESULT, <u8>tag, 4);
  store<u32>(RESULT, <u32>text.start, 8);
  store<i32>(RESULT, text.length, 12);
  return RESULT;
}

/** ok(record receipt). */
export function lowerReceipt(foldDue: bool): usize {
  store<u8>(RESULT, 0);
  store<u8>(RESULT, foldDue ? 1 : 0, 4);
  return RESULT;
}

/** ok(record fold-report). */
export function lowerFoldReport(merged: u32, remaining: u32): usize {
  store<u8>(RESULT, 0);
  store<u32>(RESULT, merged, 4);
  store<u32>(RESULT, remaining, 8);
  return RESULT;
}

/** ok(record exposition). */
export function lowerExposition(content: Bytes, foldDue: bool): usize {
  store<u8>(RESULT, 0);
  store<u32>(RESULT, <u32>content.start, 4);
  store<i32>(RESULT, content.length, 8);
  store<u8>(RESULT, foldDue ? 1 : 0, 12);
  return RESULT;
}
