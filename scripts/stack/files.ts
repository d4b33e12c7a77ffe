// Node. Where `npm run stack` keeps what it makes. The folder is emptied at each start and left at the end, to be read.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.ts';

/** Below build/, as is the manifest: Spin mounts nothing from outside a manifest's folder. */
export const folder = join(root, 'build/stack');
export const manifestPath = join(root, 'build/stack.toml');

/** What the components print, a file each. */
export const logs = join(folder, 'logs');

/** The folder of the logs stays the same one: a container may have it mounted (monitoring/compose.yaml). */
export function clearFolder(): void {
  mkdirSync(logs, { recursive: true });
  for (const parent of [folder, logs]) {
    for (const name of readdirSync(parent)) {
      const path = join(parent, name);
      if (path !== logs) rmSync(path, { recursive: true });
    }
  }
}
