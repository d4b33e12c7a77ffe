// Node. Spin variables: [variables] with defaults, SPIN_VARIABLE_<NAME> from the host's environment, templates.
// A guest sees only what its own [component.<id>.variables] names.
import { HostError } from './errors.ts';
import type { Manifest } from './manifest.ts';

const template = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Values of the application's variables. Throws a HostError for a required one without a value. */
export function resolveVariables(manifest: Manifest, environment: NodeJS.ProcessEnv): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, definition] of Object.entries(manifest.variables)) {
    const key = `SPIN_VARIABLE_${name.toUpperCase()}`;
    const value = environment[key] ?? definition.default;
    if (value === undefined) {
      throw new HostError(
        'VARIABLE_INVALID',
        `${manifest.path}: variable "${name}" is required: found no value, expected one in the environment; set ${key}`,
      );
    }
    values.set(name, value);
  }
  return values;
}

/** Replaces `{{ name }}`. `where` opens the error for a name that [variables] does not define. */
export function expandTemplate(text: string, values: ReadonlyMap<string, string>, where: string): string {
  return text.replace(template, (_, name: string) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const known = [...values.keys()].map((key) => `"${key}"`).join(', ') || '(none is defined)';
    throw new HostError(
      'VARIABLE_INVALID',
      `${where}: found {{ ${name} }}, expected one of ${known}; add it to [variables]`,
    );
  });
}
