// Guest. Tells a gauge that was set from one that was moved: the first replaces what the registry holds, the other
// adds to it. prom-client keeps only the value, so `set` is taught to leave a mark on it.
import { Gauge } from 'prom-client';

const marks = new WeakSet<object>();

/** True when the entry of a gauge's `hashMap` was made by `set`; `inc` after `set` leaves it so. */
export function wasSet(entry: object): boolean {
  return marks.has(entry);
}

interface GaugeInside {
  hashMap: Record<string, object>;
}

const original = Gauge.prototype.set;

Gauge.prototype.set = function set(this: Gauge & GaugeInside, ...args: unknown[]): void {
  const before = new Set(Object.values(this.hashMap));
  (original as (...args: unknown[]) => void).apply(this, args);
  // prom-client replaces the entry on every `set`, so the new one is the one that was set.
  for (const entry of Object.values(this.hashMap)) if (!before.has(entry)) marks.add(entry);
};
