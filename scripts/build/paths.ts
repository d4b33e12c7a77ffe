// Node, build time. Where things are: in this repository, or in the npm package's dist/, which has the same folders.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with wit/, sdk/ and the like: the repository's root, or dist/ of the npm package. */
export const root = folderWith('wit/registry.wit');

/** Everything that a build of this repository makes; never committed. */
export const buildDir = join(root, 'build');

function folderWith(path: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return folder;
    if (folder === dirname(folder)) throw new Error(`no folder above ${here} has ${path}; install spin-sidecars again`);
  }
}
