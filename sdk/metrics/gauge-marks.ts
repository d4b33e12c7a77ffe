// Guest. Tells a gauge that was set from one that was moved: the first replaces what the registry holds, the other
// adds to it. prom-client keeps only the value, so `set` is taught to leave a mark on it.
import { Gauge } from 'prom-client';
import { hashObject } from 'prom-client/lib/util.js';

const marks = new WeakSet<object>();

/** True when the entry of a gauge's `hashMap` was made by `set`; `inc` after `set` leaves it so. */
export function wasSet(entry: object): boolean {
  return marks.has(entry);
}

interface GaugeInside {
  /** By prom-client's own key of a label set. */
  hashMap: Record<string, object>;
}

const original = Gauge.prototype.set;

Gauge.prototype.set = function set(this: Gauge & GaugeInside, ...args: unknown[]): void {
  (original as (...args: unknown[]) => void).apply(this, args);
  const [labels] = args;
  const entry = this.hashMap[hashObject(typeof labels === 'object' && labels !== null ? labels : {})];
  if (entry) marks.add(entry);
};
