// Worker. fermyon:spin/variables@2.0.0 and wasi:config/store: the values of [component.<id>.variables].
import { WitError } from './values.ts';

const validName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

export function variableImports(values: [string, string][]) {
  const byName = new Map(values);
  return {
    'fermyon:spin/variables': {
      get(name: string): string {
        if (!validName.test(name)) throw new WitError({ tag: 'invalid-name', val: name });
        const value = byName.get(name);
        if (value === undefined) throw new WitError({ tag: 'undefined', val: `no variable named "${name}"` });
        return value;
      },
    },
    'wasi:config/store': { get: (name: string) => byName.get(name), getAll: () => values },
  };
}
