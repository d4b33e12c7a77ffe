// Node, build time. TypeScript entry file of this repository -> one bundle -> one component.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { type Bundle, bundle } from './bundle.ts';
import { componentize } from './componentize.ts';
import { buildDir, root } from './paths.ts';
import { witSource } from './wit.ts';

export interface OwnEntry {
  /** Absolute path of the entry file. */
  entry: string;
  /** Names the bundle to the profiler and gives it safepoints; undefined: it has none. */
  profiledAs?: string;
}

export interface JavaScriptComponent extends OwnEntry {
  /** World in wit/components.wit. */
  world: string;
  /** Absolute path of the .wasm file to write. */
  out: string;
}

/** `?raw`, as in Vite: the file as a text. */
const rawFiles: Plugin = {
  name: 'raw-files',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?raw'.length)),
      namespace: 'raw-file',
    }));
    build.onLoad({ filter: /.*/, namespace: 'raw-file' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }));
  },
};

/** Where the profiler's maps are: one `.json` for each bundle with safepoints. */
export const mapDir = join(buildDir, 'profiles');

/** The map of the bundle of that name. */
export const mapFile = (name: string) => join(mapDir, `${name}.json`);

/** Bundles one of our components, or a fixture of the tests. */
export function bundleOwn({ entry, profiledAs }: OwnEntry): Promise<Bundle> {
  const profile = profiledAs === undefined ? {} : { profile: { name: profiledAs, mapFile: mapFile(profiledAs) } };
  return bundle({ entry, folder: root, plugins: [rawFiles], ...profile });
}

/** Builds one component. Throws with the bundler's or the engine's own message. */
export async function buildJavaScript({ world, out, ...entry }: JavaScriptComponent): Promise<void> {
  const { code } = await bundleOwn(entry);
  await writeFile(out, await componentize(code, witSource(), world));
}
