// Node, build time. What each component that comes built is made of, for the list of licences.
import { join } from 'node:path';
import { components } from '../build/components.ts';
import { bundleOwn } from '../build/javascript.ts';
import { root } from '../build/paths.ts';
import { isPrebuilt } from './layout.ts';
import { inputsOf } from './licences.ts';

/** Whose runtime is inside every compiled component. */
const assemblyScript = 'node_modules/assemblyscript/std';

export interface ComponentInputs {
  /** File name in dist/components -> what it is made of, relative to the repository's root. */
  inputs: Map<string, string[]>;
  /** Those with the engine inside. */
  withEngine: string[];
}

export async function componentInputs(): Promise<ComponentInputs> {
  const inputs = new Map<string, string[]>();
  const withEngine: string[] = [];
  for (const { name, folder, language } of components.filter(isPrebuilt)) {
    const file = `${name}.wasm`;
    if (language === 'typescript') withEngine.push(file);
    inputs.set(
      file,
      language === 'typescript'
        ? inputsOf((await bundleOwn({ entry: join(root, folder, 'index.ts') })).metafile)
        : [assemblyScript],
    );
  }
  return { inputs, withEngine };
}
