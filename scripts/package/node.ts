// Node, build time. What runs on Node, for the npm package: bundles, so that a command starts by reading a few files. What
// package.json names under "dependencies" stays an import, everything else is inside.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { root } from '../build/paths.ts';
import { dist, nodeEntries, nodeModules } from './layout.ts';
import { emit } from './typescript.ts';

/** Writes dist/node and the types of what users import of it. Throws with the messages of esbuild and the compiler. */
export async function packNode(): Promise<Metafile> {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { metafile } = await build({
    entryPoints: Object.fromEntries(Object.entries(nodeEntries).map(([name, file]) => [name, join(root, file)])),
    outdir: join(dist, 'node'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
    absWorkingDir: root,
    metafile: true,
    logLevel: 'silent',
  });
  emit({ files: Object.values(nodeModules).map((entry) => nodeEntries[entry]), out: dist, typesOnly: true });
  return metafile;
}
