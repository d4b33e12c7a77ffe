// Node, build time. Where things are in this repository.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that a build makes; never committed. */
export const buildDir = join(root, 'build');
