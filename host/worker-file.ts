// Node, main thread. Finds the worker's code: a file beside the bundled host, or a bundle made now when the host runs as TypeScript.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** A folder that survives restarts, below the nearest node_modules so that bundles in it find their packages. */
export function cacheFolder(): string {
  for (let folder = here; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) return join(modules, '.cache', 'spin-sidecars');
    if (folder === dirname(folder)) throw new Error(`no node_modules above ${here}; install the packages`);
  }
}

/** Absolute path of an ES module to start worker threads with. */
export async function workerFile(): Promise<string> {
  const bundled = join(here, 'worker.mjs');
  if (existsSync(bundled)) return bundled;
  const { build } = await import('esbuild');
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  // One for each process: several test files may do this at once.
  const outfile = join(folder, `worker-${process.pid}-${Date.now()}.mjs`);
  await build({
    entryPoints: [join(here, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return outfile;
}
