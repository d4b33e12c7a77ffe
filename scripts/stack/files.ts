// Node. Where `npm run stack` keeps what it makes. The folder is made anew at each start and left at the end, to be read.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.ts';

/** Below build/, as is the manifest: Spin mounts nothing from outside a manifest's folder. */
export const folder = join(root, 'build/stack');
export const manifestPath = join(root, 'build/stack.toml');

export function clearFolder(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
