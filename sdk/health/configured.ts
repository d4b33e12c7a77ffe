// Guest. The checks of the prebuilt components, from Spin variables: `components`, ids separated by commas, and `checks`,
// JSON. What is in them is read in every request, but parsed only when checks are run.
import { optionalVariable } from '../variable.ts';
import type { Check } from './check.ts';
import { checksFrom, componentChecks } from './configuration.ts';
import type { CheckSource } from './findings.ts';

/** Checks beside those of the variables; they do not depend on a variable. */
export type MoreChecks = () => readonly Check[];

/** Throws when a variable cannot be read; `make` of the result when it makes no sense. */
export function configuredChecks(more: MoreChecks = () => []): CheckSource {
  const components = optionalVariable('components') ?? '';
  const checks = optionalVariable('checks') ?? '';
  const others = more();
  const text = [components, checks, ...others.map(({ name }) => name)].join('\n').trim();
  return {
    fingerprint: text === '' ? '' : hash(text),
    make: () => [
      ...others,
      ...labelled('components', () => componentChecks(components)),
      ...labelled('checks', () => checksFrom(checks)),
    ],
  };
}

function labelled<T>(variable: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TypeError(`the variable ${variable}: ${(error as Error).message}`);
  }
}

/** FNV-1a, 32 bits: it goes into the store in the place of a text that may hold secrets. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16);
}
