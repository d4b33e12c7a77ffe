// Guest. The registry on Redis: the same as components/registry in all but where it folds and reads.
import { cabi_realloc, reset } from '../compiled/arena.ts';
import { StringList } from '../compiled/list.ts';
import {
  BatchArgument,
  ExemplarList,
  FamilyList,
  HttpRequestList,
  SampleList,
} from '../registry/bindings/metrics-registry.ts';
import { expose as exposeMetrics } from '../registry/expose.ts';
import { foldLog } from '../registry/fold.ts';
import { pushBatch } from '../registry/push.ts';
import { ExpositionOptions } from '../registry/snapshot/exposition.ts';
import { closing, openRedisLog, openRedisStore } from './redis-store.ts';

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
  return closing(pushBatch(openRedisLog(), batch));
}

export function cabi_post_push(_result: usize): void {
  reset();
}

export function fold(): usize {
  return closing(foldLog(openRedisStore()));
}

export function cabi_post_fold(_result: usize): void {
  reset();
}

export function expose(format: i32, escaping: i32, families: usize, familyCount: i32, timeoutMs: u32): usize {
  const options = new ExpositionOptions(format, escaping, new StringList(families, familyCount), timeoutMs);
  return closing(exposeMetrics(openRedisStore(), options));
}

export function cabi_post_expose(_result: usize): void {
  reset();
}
