// Guest. Families and samples in pushes that the registry takes: it has bounds on each.
import type { Batch, Sample } from 'sidecars:metrics/registry@0.1.0';
import type { FamilySamples } from './convert.ts';

/** Below the registry's defaults (docs/registry.md), so that nothing of ours is dropped for its number. */
const maxFamilies = 200;
const maxSamples = 800;
const maxBytes = 128 * 1024;

export function batchesOf(all: FamilySamples[]): Batch[] {
  const batches: Batch[] = [];
  let batch = newBatch();
  let bytes = 0;
  const next = () => {
    if (batch.families.length > 0) batches.push(batch);
    batch = newBatch();
    bytes = 0;
  };
  for (const { family, samples } of all) {
    if (batch.families.length >= maxFamilies) next();
    batch.families.push(family);
    for (const sample of samples) {
      if (batch.samples.length >= maxSamples || bytes >= maxBytes) {
        next();
        batch.families.push(family);
      }
      bytes += bytesOf(sample);
      batch.samples.push({ ...sample, family: batch.families.length - 1 });
    }
  }
  next();
  return batches;
}

const newBatch = (): Batch => ({ requests: [], families: [], samples: [], exemplars: [] });

/** From above, for what a log entry takes. */
function bytesOf({ labels, change }: Omit<Sample, 'family'>): number {
  let bytes = 64;
  for (const text of labels.val.flat()) bytes += 3 * text.length + 4;
  if (change.tag !== 'total') return bytes;
  return bytes + 3 * change.val.source.length + 10 * change.val.counts.length + 13 * change.val.nativeBuckets.length;
}
