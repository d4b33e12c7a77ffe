// Guest. sidecars:metrics/registry@0.1.0, as its importer sees it. Layouts and offsets are the canonical ABI's, as in
// components/registry/bindings/metrics-registry.ts, which reads what is written here.
import { Bytes } from '../../compiled/bytes.ts';

@external("sidecars:metrics/registry@0.1.0", "push")
declare function hostPush(
  requests: usize, requestCount: i32, families: usize, familyCount: i32, samples: usize, sampleCount: i32,
  exemplars: usize, exemplarCount: i32, result: usize,
): void;
@external("sidecars:metrics/registry@0.1.0", "fold")
declare function hostFold(result: usize): void;

/** Return area: result<receipt, error> and result<fold-report, error>, 16 bytes. */
const RESULT: usize = memory.data(16, 4);

const REQUEST_BYTES: usize = 64;
const FAMILY_BYTES: usize = 52;
const SAMPLE_BYTES: usize = 80;
/** Families, and samples, that one batch takes. */
const MOST: usize = 8;

/** enum kind, variant change. */
const COUNTER: u8 = 0;
const HISTOGRAM: u8 = 2;
const ADD: u8 = 0;
const OBSERVE: u8 = 2;

/** Of the last push that worked: call `fold` once, after the response. */
export let foldDue: bool = false;

/** What one request pushes, written down as the registry reads it. */
export class Batch {
  private request: usize = 0;
  private families: usize = 0;
  private familyCount: i32 = 0;
  private samples: usize = 0;
  private sampleCount: i32 = 0;

  /** `exemplar`: trace id and span id, both empty for none. */
  addRequest(
    component: Bytes,
    method: Bytes,
    route: Bytes,
    status: i32,
    durationSeconds: f64,
    requestBytes: f64,
    responseBytes: f64,
    traceId: Bytes,
    spanId: Bytes,
  ): void {
    const at = heap.alloc(REQUEST_BYTES);
    lowerText(at, component);
    lowerText(at + 8, method);
    lowerText(at + 16, route);
    store<u16>(at, <u16>status, 24);
    store<f64>(at, durationSeconds, 32);
    store<f64>(at, requestBytes, 40);
    store<f64>(at, responseBytes, 48);
    store<u32>(at, 0, 56);
    store<u32>(at, 0, 60);
    if (traceId.length > 0) {
      const labels = heap.alloc(32);
      lowerText(labels, Bytes.of('trace_id'));
      lowerText(labels + 8, traceId);
      lowerText(labels + 16, Bytes.of('span_id'));
      lowerText(labels + 24, spanId);
      store<u32>(at, <u32>labels, 56);
      store<u32>(at, 2, 60);
    }
    this.request = at;
  }

  /** A counter grew by 1. `values`: one for each label. */
  count(name: string, help: string, labels: StaticArray<string>, values: StaticArray<Bytes>): void {
    this.addFamily(name, COUNTER, help, '', labels, 0, 0);
    const at = this.addSample(values, ADD);
    store<f64>(at, 1, 24);
  }

  /** A histogram saw a value. */
  observe(
    name: string,
    help: string,
    unit: string,
    labels: StaticArray<string>,
    buckets: StaticArray<f64>,
    values: StaticArray<Bytes>,
    value: f64,
  ): void {
    this.addFamily(name, HISTOGRAM, help, unit, labels, changetype<usize>(buckets), buckets.length);
    const at = this.addSample(values, OBSERVE);
    const observations = heap.alloc(8);
    store<f64>(observations, value);
    store<u32>(at, <u32>observations, 24);
    store<u32>(at, 1, 28);
  }

  private addFamily(
    name: string,
    kind: u8,
    help: string,
    unit: string,
    labels: StaticArray<string>,
    buckets: usize,
    bucketCount: i32,
  ): void {
    if (this.families == 0) this.families = heap.alloc(FAMILY_BYTES * MOST);
    const at = this.families + FAMILY_BYTES * this.familyCount++;
    lowerText(at, Bytes.of(name));
    store<u8>(at, kind, 8);
    lowerText(at + 12, Bytes.of(help));
    lowerText(at + 20, Bytes.of(unit));
    store<u8>(at, 0, 28);
    const names = heap.alloc(labels.length << 3);
    for (let i = 0; i < labels.length; i++) lowerText(names + (<usize>i << 3), Bytes.of(labels[i]));
    store<u32>(at, <u32>names, 32);
    store<i32>(at, labels.length, 36);
    store<u32>(at, <u32>buckets, 40);
    store<i32>(at, bucketCount, 44);
    store<u8>(at, 0, 48);
  }

  /** Of the family that was added last. */
  private addSample(values: StaticArray<Bytes>, change: u8): usize {
    if (this.samples == 0) this.samples = heap.alloc(SAMPLE_BYTES * MOST);
    const at = this.samples + SAMPLE_BYTES * this.sampleCount++;
    store<u32>(at, <u32>(this.familyCount - 1));
    store<u8>(at, 0, 4);
    const list = heap.alloc(values.length << 3);
    for (let i = 0; i < values.length; i++) lowerText(list + (<usize>i << 3), values[i]);
    store<u32>(at, <u32>list, 8);
    store<i32>(at, values.length, 12);
    store<u8>(at, change, 16);
    return at;
  }

  get isEmpty(): bool {
    return this.request == 0 && this.sampleCount == 0;
  }

  /** One push; sets `foldDue`. Returns the error, or null. */
  push(): string | null {
    const requests = this.request == 0 ? 0 : 1;
    hostPush(
      this.request, requests, this.families, this.familyCount, this.samples, this.sampleCount, 0, 0, RESULT,
    );
    if (load<u8>(RESULT)) return liftError();
    foldDue = load<u8>(RESULT, 4) != 0;
    return null;
  }
}

/** Merges the log. Returns the error, or null. */
export function fold(): string | null {
  foldDue = false;
  hostFold(RESULT);
  return load<u8>(RESULT) ? liftError() : null;
}

/** variant error: every case carries a text. */
function liftError(): string {
  return String.UTF8.decodeUnsafe(load<u32>(RESULT, 8), load<u32>(RESULT, 12));
}

function lowerText(at: usize, text: Bytes): void {
  store<u32>(at, <u32>text.start);
  store<i32>(at, text.length, 4);
}
