// prom-client's single metric files, which its own types do not cover.
declare module 'prom-client/lib/counter.js' {
  export { Counter as default } from 'prom-client';
}
declare module 'prom-client/lib/gauge.js' {
  export { Gauge as default } from 'prom-client';
}
declare module 'prom-client/lib/histogram.js' {
  export { Histogram as default } from 'prom-client';
}
declare module 'prom-client/lib/registry.js' {
  import { Registry as Base, type Registry as PromRegistry } from 'prom-client';

  const Registry: typeof Base & { globalRegistry: PromRegistry };
  export default Registry;
}
declare module 'prom-client/lib/util.js' {
  /** The key of a label set in a metric's `hashMap`. */
  export function hashObject(labels: object): string;
}
