// Guest. The registry on Redis: the same as components/registry in all but where it folds and reads.
import { cabi_realloc, reset } from '../compiled/arena.ts';
import { Bytes } from '../compiled/bytes.ts';
import { PairList, StringList } from '../compiled/list.ts';
import { ProfileArgument, StackList } from '../registry/bindings/metrics-profiles.ts';
import {
  BatchArgument,
  ExemplarList,
  FamilyList,
  HttpRequestList,
  SampleList,
} from '../registry/bindings/metrics-registry.ts';
import { expose as exposeMetrics } from '../registry/expose.ts';
import { foldLog } from '../registry/fold.ts';
import { measure as measureStore } from '../registry/measure.ts';
import {
  close as closeSession,
  keep as keepSession,
  sweep as sweepProfiles,
  take as takeProfiles,
} from '../registry/profiles/session.ts';
import { submit as submitProfile } from '../registry/profiles/submit.ts';
import { wanted as wantedProfile } from '../registry/profiles/wanted.ts';
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

export function wanted(): usize {
  return closing(wantedProfile(openRedisLog()));
}

export function cabi_post_wanted(_result: usize): void {
  reset();
}

export function submit(
  component: usize,
  componentLength: i32,
  build: usize,
  buildLength: i32,
  labels: usize,
  labelCount: i32,
  periodNanoseconds: u64,
  beganNanoseconds: u64,
  stacks: usize,
  stackCount: i32,
): usize {
  const profile = new ProfileArgument(
    new Bytes(component, componentLength),
    new Bytes(build, buildLength),
    new PairList(labels, labelCount),
    periodNanoseconds,
    beganNanoseconds,
    new StackList(stacks, stackCount),
  );
  return closing(submitProfile(openRedisLog(), profile));
}

export function cabi_post_submit(_result: usize): void {
  reset();
}

export function keep(session: u64, seconds: u32): usize {
  return closing(keepSession(openRedisStore(), session, seconds));
}

export function cabi_post_keep(_result: usize): void {
  reset();
}

export function take(session: u64): usize {
  return closing(takeProfiles(openRedisStore(), session));
}

export function cabi_post_take(_result: usize): void {
  reset();
}

export function close(session: u64): usize {
  return closing(closeSession(openRedisStore(), session));
}

export function cabi_post_close(_result: usize): void {
  reset();
}

export function sweep(): usize {
  return closing(sweepProfiles(openRedisStore()));
}

export function cabi_post_sweep(_result: usize): void {
  reset();
}

export function measure(): usize {
  return closing(measureStore(openRedisStore()));
}

export function cabi_post_measure(_result: usize): void {
  reset();
}
