// prom-client's single metric files, which its own types do not cover, with what they keep inside.
declare module 'prom-client/lib/counter.js' {
  import { Counter } from 'prom-client';

  export default class Inside<T extends string = string> extends Counter<T> {
    name: string;
    help: string;
    labelNames: T[];
    sortedLabelNames: string[];
    hashMap: Record<string, import('./metric.ts').Entry>;
    /** `inc` of a counter without `enableExemplars`. */
    incWithoutExemplar(labels: object, value: number): { labelHash: string } | undefined;
    /** `inc` of a counter with `enableExemplars`. */
    incWithExemplar(data?: object): void;
  }
}
declare module 'prom-client/lib/gauge.js' {
  import { Gauge } from 'prom-client';

  export default class Inside<T extends string = string> extends Gauge<T> {
    name: string;
    help: string;
    labelNames: T[];
    sortedLabelNames: string[];
    hashMap: Record<string, import('./metric.ts').Entry>;
  }
}
declare module 'prom-client/lib/histogram.js' {
  import { Histogram } from 'prom-client';

  export default class Inside<T extends string = string> extends Histogram<T> {
    name: string;
    help: string;
    labelNames: T[];
    sortedLabelNames: string[];
    hashMap: Record<string, import('./metric.ts').Entry>;
    upperBounds: readonly number[];
    enableExemplars: boolean;
    /** `observe` of a histogram without `enableExemplars`. */
    observeWithoutExemplar(labels: object, value: number): void;
    /** `observe` of a histogram with `enableExemplars`. */
    observeWithExemplar(data?: object): void;
  }
}
declare module 'prom-client/lib/registry.js' {
  import { Registry as Base, type RegistryContentType } from 'prom-client';

  export default class Inside<T extends RegistryContentType = RegistryContentType> extends Base<T> {
    constructor(contentType?: T);
    _metrics: Record<string, unknown>;
    _defaultLabels: Record<string, unknown>;
  }
}
declare module 'prom-client/lib/util.js' {
  /** The key of a label set in a metric's `hashMap`. */
  export function hashObject(labels: object, sortedLabelNames?: readonly string[]): string;
}
declare module 'prom-client/lib/bucketGenerators.js' {
  export { exponentialBuckets, linearBuckets } from 'prom-client';
}
declare module 'prom-client/lib/validation.js' {
  export { validateMetricName } from 'prom-client';
}
declare module 'prom-client/lib/metricAggregators.js' {
  export const aggregators: Record<string, unknown>;
}
