// Node, main thread. Finds the worker's code: a file beside the bundled host, or a bundle made now when the host runs as TypeScript.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from './atomic-file.ts';

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
  const result = await build({
    entryPoints: [join(here, 'worker.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.text ?? '';
  // Named by its content: several test files may do this at once.
  const name = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const file = join(cacheFolder(), `worker-${name}.mjs`);
  if (!existsSync(file)) writeAtomically(file, code);
  return file;
}
