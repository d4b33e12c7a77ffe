// Guest. What the component's environment says about probes. Host calls: never at a module's top level.
import { componentName } from '../component-name.ts';
import { environment } from '../environment.ts';
import type { Thresholds } from './result.ts';

export interface HealthSettings {
  /** The component's own id, for calls to itself; undefined: it is not known. */
  id: string | undefined;
  /** Value of the label `component` and part of keys in the store. */
  component: string;
  /** Label of the store where results are shared and the drain flag is; undefined: neither. */
  store: string | undefined;
  shareMs: number;
  thresholds: Thresholds;
}

/** Throws on a value that makes no sense. */
export function healthSettings(): HealthSettings {
  const id = environment('SIDECARS_COMPONENT') || undefined;
  return {
    id,
    component: componentName(),
    store: environment('SIDECARS_HEALTH_STORE') || undefined,
    shareMs: whole('SIDECARS_HEALTH_SECONDS', { least: 1, most: 5, otherwise: 2 }) * 1000,
    thresholds: {
      failures: whole('SIDECARS_HEALTH_FAILURES', { least: 1, most: 100, otherwise: 1 }),
      successes: whole('SIDECARS_HEALTH_SUCCESSES', { least: 1, most: 100, otherwise: 1 }),
    },
  };
}

function whole(name: string, { least, most, otherwise }: { least: number; most: number; otherwise: number }): number {
  const text = environment(name) ?? '';
  if (text === '') return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new TypeError(`${name}: found "${text}", expected a whole number from ${least} to ${most}`);
}
