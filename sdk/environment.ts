// Guest. The component's environment in spin.toml, read once an instance. A host call: never at a module's top level.
import { getEnvironment } from 'wasi:cli/environment@0.2.10';

let values: Map<string, string> | undefined;

/** The value of one variable, or undefined. */
export function environment(name: string): string | undefined {
  values ??= new Map(getEnvironment());
  return values.get(name);
}
