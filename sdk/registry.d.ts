// What `sidecars:metrics/registry` looks like to TypeScript: wit/registry.wit as the engine's bindings present it.
// Errors are thrown as objects with a `payload`, not as Errors.

declare module 'sidecars:metrics/registry@0.1.0' {
  export interface Family {
    name: string;
    kind: 'counter' | 'gauge' | 'histogram';
    help: string;
    unit: string;
    labels: { tag: 'closed'; val: string[] } | { tag: 'open' };
    /** Empty unless the kind is histogram. */
    buckets: Float64Array;
    native: boolean;
  }

  export type Change =
    | { tag: 'add'; val: number }
    | { tag: 'set'; val: number }
    | { tag: 'observe'; val: Float64Array }
    | { tag: 'merge'; val: { counts: BigUint64Array; sum: number } }
    | { tag: 'total'; val: Cumulative };

  export interface NativeBucket {
    index: number;
    negative: boolean;
    count: bigint;
  }

  export interface Cumulative {
    source: string;
    startNs: bigint;
    atNs: bigint;
    sum: number;
    counts: BigUint64Array;
    zeroCount: bigint;
    /** Ascending by index, those below zero last. */
    nativeBuckets: NativeBucket[];
  }

  export interface Sample {
    /** Index into the families of the same push. */
    family: number;
    labels: { tag: 'values'; val: string[] } | { tag: 'pairs'; val: [string, string][] };
    change: Change;
  }

  export interface HttpRequest {
    component: string;
    method: string;
    route: string;
    status: number;
    durationSeconds: number;
    requestBytes: number;
    responseBytes: number;
    exemplar: [string, string][];
  }

  export interface Exemplar {
    sample: number;
    labels: [string, string][];
    value: number;
  }

  export interface Batch {
    requests: HttpRequest[];
    families: Family[];
    samples: Sample[];
    exemplars: Exemplar[];
  }

  /** Throws `{ payload: { tag: 'invalid' | 'store', val: string } }`. */
  export function push(batch: Batch): { foldDue: boolean };
  export function fold(): { merged: number; remaining: number };

  export interface ExpositionOptions {
    format: 'text' | 'openmetrics' | 'protobuf';
    escaping: 'underscores' | 'allow-utf8';
    /** Names of families; empty: all. */
    families: string[];
    /** 0: none. */
    timeoutMs: number;
  }

  export function expose(options: ExpositionOptions): { content: Uint8Array; foldDue: boolean };
}
