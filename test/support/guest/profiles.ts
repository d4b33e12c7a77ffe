// Node, tests. Stands in for the profiling side of the registry component: remembers what was submitted.
import type { Profile, Usage } from 'sidecars:metrics/profiles@0.1.0';

export const profiles = {
  frequencyHertz: 0,
  sweepDue: false,
  failure: undefined as { payload: { tag: string; val: string } } | undefined,
  submitted: [] as Profile[],
  sweeps: 0,
  reset(): void {
    Object.assign(this, { frequencyHertz: 0, sweepDue: false, failure: undefined, submitted: [], sweeps: 0 });
  },
};

export function wanted(): { frequencyHertz: number; sweepDue: boolean } {
  if (profiles.failure) throw profiles.failure;
  return profiles;
}

/** As the bindings do: what is no integer cannot be lowered. */
export function submit(profile: Profile): void {
  for (const { nanoseconds } of profile.stacks) BigInt(nanoseconds);
  if (profiles.failure) throw profiles.failure;
  profiles.submitted.push(profile);
}

export function sweep(): void {
  profiles.sweeps++;
}

export const keep = (): boolean => true;
export const take = (): Profile[] => [];
export function close(): void {}
export const measure = (): Usage[] => [];
