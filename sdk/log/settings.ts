// Guest. What the component's environment in spin.toml says of logging, read once an instance.
import { componentName } from '../component-name.ts';
import { environment } from '../environment.ts';
import { levelFor, type Threshold } from './level.ts';

export interface LogSettings {
  component: string;
  threshold: Threshold;
  /** `text` is for people. */
  format: 'json' | 'text';
  destination: 'stdout' | 'stderr';
  /** Share of the requests that get a line of the access log. Those that fail always get one where it is not 0. */
  accessRatio: number;
  /** Names of fields whose values are not to be seen, beside the usual ones. */
  redacted: readonly string[];
  /** Sentences about what cannot be understood. */
  faults: string[];
}

const levelVariables = ['LOG_LEVEL', 'RUST_LOG', 'SPIN_LOG'];

let settings: LogSettings | undefined;

/** A host call: never at a module's top level. */
export function logSettings(): LogSettings {
  settings ??= read();
  return settings;
}

function read(): LogSettings {
  const faults: string[] = [];
  const component = componentName();
  return {
    component,
    threshold: threshold(component, faults),
    format: oneOf('LOG_FORMAT', ['json', 'text'], faults),
    destination: oneOf('LOG_DESTINATION', ['stdout', 'stderr'], faults),
    accessRatio: accessRatio(faults),
    redacted: (environment('LOG_REDACT') ?? '').split(',').filter((name) => name.trim() !== ''),
    faults,
  };
}

function threshold(component: string, faults: string[]): Threshold {
  const name = levelVariables.find((variable) => environment(variable)?.trim());
  if (name === undefined) return 'info';
  const filter = environment(name)!;
  const level = levelFor(filter, component);
  if (level) return level;
  // a filter that is for other targets only leaves the default to us
  if (!filter.includes('='))
    faults.push(`${name} is "${filter}", expected trace, debug, info, warn, error, fatal or off; info it is`);
  return 'info';
}

/** The first is the default. */
function oneOf<T extends string>(name: string, values: readonly T[], faults: string[]): T {
  const text = environment(name)?.trim().toLowerCase() || values[0]!;
  const found = values.find((value) => value === text);
  if (!found) faults.push(`${name} is "${text}", expected ${values.join(' or ')}; ${values[0]} it is`);
  return found ?? values[0]!;
}

/** Who names a format wants to see requests: as the observer has it. */
function accessRatio(faults: string[]): number {
  const usual = environment('LOG_FORMAT')?.trim() ? 1 : 0;
  const text = environment('LOG_ACCESS_RATIO')?.trim();
  if (!text) return usual;
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  faults.push(`LOG_ACCESS_RATIO is "${text}", expected a number from 0 to 1; ${usual} it is`);
  return usual;
}

/** Tests: the next instance. */
export function forgetLogSettings(): void {
  settings = undefined;
}
