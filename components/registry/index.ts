// Guest. The component's exports, under the names that scripts/build/assemblyscript.ts turns into those of the WIT
// world. A `cabi_post_` function runs after the caller has read the result: there the call's memory is given back.
import { cabi_realloc, reset } from '../compiled/arena.ts';
import { Bytes } from '../compiled/bytes.ts';
import { PairList, StringList } from '../compiled/list.ts';
import { ProfileArgument, StackList } from './bindings/metrics-profiles.ts';
import { BatchArgument, ExemplarList, FamilyList, HttpRequestList, SampleList } from './bindings/metrics-registry.ts';
import { expose as exposeMetrics } from './expose.ts';
import { foldLog } from './fold.ts';
import { measure as measureStore } from './measure.ts';
import {
  close as closeSession,
  keep as keepSession,
  sweep as sweepProfiles,
  take as takeProfiles,
} from './profiles/session.ts';
import { submit as submitProfile } from './profiles/submit.ts';
import { wanted as wantedProfile } from './profiles/wanted.ts';
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

export function wanted(): usize {
  return wantedProfile(openBucketLog());
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
  return submitProfile(openBucketLog(), profile);
}

export function cabi_post_submit(_result: usize): void {
  reset();
}

export function keep(session: u64, seconds: u32): usize {
  return keepSession(openKeyValueStore(), session, seconds);
}

export function cabi_post_keep(_result: usize): void {
  reset();
}

export function take(session: u64): usize {
  return takeProfiles(openKeyValueStore(), session);
}

export function cabi_post_take(_result: usize): void {
  reset();
}

export function close(session: u64): usize {
  return closeSession(openKeyValueStore(), session);
}

export function cabi_post_close(_result: usize): void {
  reset();
}

export function sweep(): usize {
  return sweepProfiles(openKeyValueStore());
}

export function cabi_post_sweep(_result: usize): void {
  reset();
}

export function measure(): usize {
  return measureStore(openKeyValueStore());
}

export function cabi_post_measure(_result: usize): void {
  reset();
}
