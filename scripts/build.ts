// Builds everything that spin.toml names into build/: every component and the embedded host.
//
//   npm run build             what changed since the last build
//   npm run build -- NAME …   these components only
//   npm run build -- --force  everything
//
// A component is rebuilt when the hash of what it is made from changed: its bundle or its sources, the WIT, the
// versions of the tools.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildComponent, type ComponentSource } from './build/component.ts';
import { components } from './build/components.ts';
import { buildHost } from './build/host.ts';
import { mapDir } from './build/javascript.ts';
import { checkManifestFile } from './build/manifest.ts';
import { root } from './build/paths.ts';
import { runTasks } from './build/tasks.ts';

function selected(names: string[]): ComponentSource[] {
  const known = components.map((component) => component.name);
  for (const name of names) {
    if (!known.includes(name)) throw new Error(`build: "${name}" is no component; known: ${known.join(', ')}`);
  }
  return names.length === 0 ? components : components.filter((component) => names.includes(component.name));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { force: { type: 'boolean' } }, allowPositionals: true });
  // the profiler mounts it, with or without maps
  mkdirSync(mapDir, { recursive: true });
  await checkManifestFile(join(root, 'spin.toml'));
  await buildHost();
  const tasks = selected(positionals).map((component) => ({
    name: component.name,
    run: () => buildComponent(component, values.force),
  }));
  await runTasks(tasks, (line) => console.log(line));
}

main().catch((error: Error) => {
  console.error(`build failed\n${error.message}`);
  process.exit(1);
});
