// Guest. The drain flag of this host: while it is set, readiness fails and liveness does not. It ends by itself, so that
// a host that somebody forgot comes back.
import type { HealthStore } from './health-store.ts';

export const defaultDrainSeconds = 300;
export const maxDrainSeconds = 3600;

const keyOf = (component: string) => `sidecars-health:1:${component}:drain`;

/** Until when, in ms since the epoch; undefined: not drained. */
export function drainedUntil(store: HealthStore, component: string, nowMs: number): number | undefined {
  const untilMs = Number(store.get(keyOf(component)) ?? 0);
  return untilMs > nowMs && untilMs <= nowMs + maxDrainSeconds * 1000 ? untilMs : undefined;
}

/** Sets the flag; returns until when it holds. */
export function startDrain(store: HealthStore, component: string, seconds: number, nowMs: number): number {
  const untilMs = nowMs + seconds * 1000;
  store.set(keyOf(component), String(untilMs));
  return untilMs;
}

export function endDrain(store: HealthStore, component: string): void {
  store.delete(keyOf(component));
}

/** Whole seconds out of `?seconds=`; undefined for what is none of 1 to 3600. */
export function drainSeconds(parameter: string | null): number | undefined {
  if (parameter === null) return defaultDrainSeconds;
  const seconds = Number(parameter);
  return /^\d{1,4}$/.test(parameter) && seconds >= 1 && seconds <= maxDrainSeconds ? seconds : undefined;
}
