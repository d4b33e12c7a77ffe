// Node, tests and benchmarks. A manifest that is written to another folder than the one it was made for.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'smol-toml';

export interface MovableComponent {
  source: string;
  files?: unknown;
  dependencies?: Record<string, { path: string }>;
}

/** Its paths are relative to `folder`. Gives the absolute path of the new file. */
export function writeMoved(manifest: { component: Record<string, MovableComponent> }, folder: string): string {
  for (const component of Object.values(manifest.component)) {
    component.source = resolve(folder, component.source);
    // Spin mounts nothing from outside the manifest's folder: the profiler is there, without maps
    delete component.files;
    for (const dependency of Object.values(component.dependencies ?? {})) {
      dependency.path = resolve(folder, dependency.path);
    }
  }
  const path = join(mkdtempSync(join(tmpdir(), 'sidecars-app-')), 'spin.toml');
  writeFileSync(path, stringify(manifest));
  return path;
}
