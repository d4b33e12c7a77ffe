// Guest. Spans and log records that did not reach their collector, by cause. Not in prom-client's registry: a tool may
// clear that.
import type { Family, Sample } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { droppedTelemetry } from '../../catalogue/sdk.ts';

export type DroppedSignal = (typeof droppedTelemetry.labels)[1]['values'][number];
export type DropReason = (typeof droppedTelemetry.labels)[0]['values'][number];

const family: Family = familyOf(droppedTelemetry);
const dropped = new Map<string, { values: string[]; count: number }>();

export function drop(signal: DroppedSignal, reason: DropReason, count: number): void {
  if (count <= 0) return;
  const key = `${signal} ${reason}`;
  const known = dropped.get(key);
  if (known) known.count += count;
  else dropped.set(key, { values: [reason, signal], count });
}

/** Those dropped since the last time, as samples of `sidecars_dropped_telemetry_total`. */
export function takeDropped(): { family: Family; samples: Omit<Sample, 'family'>[] } {
  const samples = [...dropped.values()].map(({ values, count }) => ({
    labels: { tag: 'values' as const, val: values },
    change: { tag: 'add' as const, val: count },
  }));
  dropped.clear();
  return { family, samples };
}
