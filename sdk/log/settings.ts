// Guest. What the component's environment says about logs; read with the first line of an instance.
import { componentName, environment } from '../environment.ts';
import { off, type Rank, rankFrom, rankOf } from './levels.ts';

export interface LogSettings {
  component: string;
  /** Lines below it are not written. */
  rank: Rank;
  /** `text` is for people. */
  format: 'json' | 'text';
  destination: 'stdout' | 'stderr';
  /** Whether a line is written for each request; the guide's LOG_FORMAT asks for it. */
  logsRequests: boolean;
  /** Share of the requests that went well which get a line; the others always do. */
  requestsRatio: number;
  /** Also names of fields that are not shown. */
  redacted: readonly string[];
  /** What could not be understood, a sentence each. */
  faults: readonly string[];
}

/** `LOG_LEVEL`; the guide's two other names mean the same where it is not set. */
const levelVariables = ['LOG_LEVEL', 'RUST_LOG', 'SPIN_LOG'];

export function readLogSettings(): LogSettings {
  const faults: string[] = [];
  const component = componentName();
  const oneOf = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const found = environment(name)?.trim();
    if (!found) return values[0];
    const known = values.find((value) => value === found.toLowerCase());
    if (known === undefined) faults.push(`${name} is "${found}", expected ${values.join(' or ')}`);
    return known ?? values[0];
  };
  return {
    component,
    rank: rank(component, faults),
    format: oneOf('LOG_FORMAT', ['json', 'text']),
    destination: oneOf('LOG_DESTINATION', ['stdout', 'stderr']),
    logsRequests: Boolean(environment('LOG_FORMAT')),
    requestsRatio: ratio('LOG_REQUESTS_RATIO', faults),
    redacted: (environment('LOG_REDACT') ?? '').split(',').filter((name) => name.trim() !== ''),
    faults,
  };
}

function rank(component: string, faults: string[]): Rank {
  const name = levelVariables.find((variable) => environment(variable)?.trim());
  if (name === undefined) return rankOf('info');
  const found = environment(name)!;
  const asked = rankFrom(found, component);
  // the aliases were written for other programs, whose filters need not say anything of this one
  if (asked === undefined && name === 'LOG_LEVEL') {
    faults.push(`${name} is "${found}", expected trace, debug, info, warn, error, fatal or off`);
  }
  return Math.min(asked ?? rankOf('info'), off);
}

function ratio(name: string, faults: string[]): number {
  const found = environment(name)?.trim();
  if (!found) return 1;
  const value = Number(found);
  if (value >= 0 && value <= 1) return value;
  faults.push(`${name} is "${found}", expected a number from 0 to 1`);
  return 1;
}
