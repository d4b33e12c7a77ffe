// Guest. Checks what a developer writes of a metric, at build time, so that the registry never has to refuse a push.
import * as http from '../../catalogue/http.ts';
import { droppedTelemetry, refusedCalls } from '../../catalogue/sdk.ts';
import { labelNamesProblem } from './label-names.ts';
import { shown } from './refusal.ts';

export interface Definition {
  kind: 'counter' | 'gauge' | 'histogram';
  help: string;
  unit: string;
  /** Takes any labels. */
  isOpen: boolean;
  labelNames: readonly string[];
  /** Histograms: upper bounds, without +Inf. */
  buckets: readonly number[];
  /** Counts into a native histogram too. */
  isNative: boolean;
}

/** What prom-client's configurations do not have. */
export interface OwnOptions {
  /** Base unit in the plural, such as `seconds`; the name must contain it. */
  unit?: string;
  /** Histograms: count into a native histogram too, whose buckets need no choice. */
  native?: boolean;
  /** Take any labels, not only those in `labelNames`. */
  openLabels?: boolean;
}

interface Configuration extends OwnOptions {
  name?: unknown;
  help?: unknown;
  labelNames?: unknown;
  buckets?: unknown;
}

const maxNameBytes = 256;
const maxTextBytes = 1024;
const maxBuckets = 128;
const defaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const ourNames: readonly string[] = [...Object.values(http), refusedCalls, droppedTelemetry].flatMap((metric) =>
  'kind' in metric ? [metric.name] : [],
);
/** Written down again: the catalogue's file would bring all of the registry's metrics into every component. */
const registryNames = ['sidecars_dropped_samples_total', 'sidecars_component_info', 'target_info'];

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).length;

/** The definition in a configuration. Throws an Error that says what was found, what was expected, what to do. */
export function definitionOf(kind: Definition['kind'], configuration: Configuration): Definition {
  const { name, help, unit = '', labelNames = [], native = false, openLabels = false } = configuration;
  const problem =
    nameProblem(name) ??
    textProblem('help', help) ??
    unitProblem(name as string, unit) ??
    labelNamesProblem(labelNames) ??
    (native && kind !== 'histogram' ? `it is native but a ${kind}; only histograms are` : undefined);
  if (problem) throw new Error(problem);
  const buckets = kind === 'histogram' ? bucketsOf(configuration.buckets, native) : [];
  const names = [...(labelNames as string[])];
  return { kind, help: help as string, unit, isOpen: openLabels, labelNames: names, buckets, isNative: native };
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || !namePattern.test(name)) {
    return 'this is no metric name, expected letters, digits, _ and :, no digit first; rename it';
  }
  if (name.length > maxNameBytes) {
    return `the name has ${name.length} bytes, at most ${maxNameBytes} are taken; shorten it`;
  }
  if (name.startsWith('sidecars_registry_') || registryNames.includes(name))
    return 'the registry keeps this name for itself; rename it';
  if (ourNames.includes(name)) return 'spin-sidecars counts this metric itself; leave it out, or rename yours';
  return undefined;
}

function textProblem(what: string, text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '') return `its ${what} is ${shown(text)}, expected one sentence; write it`;
  const bytes = bytesOf(text);
  return bytes > maxTextBytes
    ? `its ${what} has ${bytes} bytes, at most ${maxTextBytes} are taken; shorten it`
    : undefined;
}

function unitProblem(name: string, unit: unknown): string | undefined {
  if (unit === '') return undefined;
  const problem = textProblem('unit', unit);
  if (problem) return problem;
  return name.includes(unit as string) ? undefined : `the name does not contain its unit ${shown(unit)}; add it`;
}

function bucketsOf(buckets: unknown, native: boolean): number[] {
  if (buckets === undefined) return defaultBuckets;
  if (!Array.isArray(buckets)) throw new Error(`buckets is ${shown(buckets)}, expected an array of upper bounds`);
  if (buckets.length === 0 && !native)
    throw new Error('buckets is empty, expected upper bounds; give one, or native: true');
  if (buckets.length > maxBuckets) {
    throw new Error(`it has ${buckets.length} buckets, at most ${maxBuckets} are taken; give fewer, or native: true`);
  }
  for (const [at, bound] of buckets.entries()) {
    if (!Number.isFinite(bound)) {
      throw new Error(`bucket ${shown(bound)}: expected a finite number; leave +Inf out, it is implied`);
    }
    if (at > 0 && bound <= buckets[at - 1]) {
      throw new Error(`bucket ${bound} follows ${buckets[at - 1]}, expected ascending bounds; sort them, each once`);
    }
  }
  return [...buckets];
}

/** In what two definitions differ, in words; undefined: in nothing. */
export function difference(first: Definition, second: Definition): string | undefined {
  for (const key of ['kind', 'help', 'unit', 'isOpen', 'labelNames', 'buckets', 'isNative'] as const) {
    if (JSON.stringify(first[key]) === JSON.stringify(second[key])) continue;
    return `${key} was ${shown(first[key])} and is now ${shown(second[key])}`;
  }
  return undefined;
}
