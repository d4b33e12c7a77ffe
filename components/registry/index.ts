// Guest. The component's exports, under the names that scripts/build/assemblyscript.ts turns into those of the WIT
// world. A `cabi_post_` function runs after the caller has read the result: there the call's memory is given back.
import { cabi_realloc, reset } from '../compiled/arena.ts';
import { StringList } from '../compiled/list.ts';
import { BatchArgument, ExemplarList, FamilyList, HttpRequestList, SampleList } from './bindings/metrics-registry.ts';
import { expose as exposeMetrics } from './expose.ts';
import { foldLog } from './fold.ts';
import { pushBatch } from './push.ts';
import { ExpositionOptions } from './snapshot/exposition.ts';
import { openBucketLog } from './storage/bucket.ts';
import { openKeyValueStore } from './storage/key-value-store.ts';

export { cabi_realloc };

export function push(
  requests: usize,
  requestCount: i32,
  families: usize,
  familyCount: i32,
  samples: usize,
  sampleCount: i32,
  exemplars: usize,
  exemplarCount: i32,
): usize {
  const batch = new BatchArgument(
    new HttpRequestList(requests, requestCount),
    new FamilyList(families, familyCount),
    new SampleList(samples, sampleCount),
    new ExemplarList(exemplars, exemplarCount),
  );
  return pushBatch(openBucketLog(), batch);
}

export function cabi_post_push(_result: usize): void {
  reset();
}

export function fold(): usize {
  return foldLog(openKeyValueStore());
}

export function cabi_post_fold(_result: usize): void {
  reset();
}

export function expose(format: i32, escaping: i32, families: usize, familyCount: i32, timeoutMs: u32): usize {
  const options = new ExpositionOptions(format, escaping, new StringList(families, familyCount), timeoutMs);
  return exposeMetrics(openKeyValueStore(), options);
}

export function cabi_post_expose(_result: usize): void {
  reset();
}
