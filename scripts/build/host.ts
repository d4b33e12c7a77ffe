// Node, build time. The embedded host as two plain files, so that `npm start` needs no TypeScript loader.
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildDir, root } from './paths.ts';

/** Bundles host/cli.ts and host/worker.ts into build/host/; npm packages stay imports. */
export async function buildHost(): Promise<void> {
  await build({
    entryPoints: { cli: join(root, 'host/cli.ts'), worker: join(root, 'host/worker.ts') },
    outdir: join(buildDir, 'host'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    absWorkingDir: root,
    logLevel: 'silent',
  });
}
