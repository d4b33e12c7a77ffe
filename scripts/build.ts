// Builds everything that spin.toml and the tests need into build/: every component and the embedded host.
//
//   npm run build             what changed since the last build
//   npm run build -- NAME …   these components only
//   npm run build -- --force  everything
//
// A component is rebuilt when the hash of what it is made from changed: its bundle or its sources, the WIT, the
// versions of the tools.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAssemblyScript } from './build/assemblyscript.ts';
import { type ComponentSource, components } from './build/components.ts';
import { fingerprint, folderContents, isFresh, recordFresh } from './build/fingerprint.ts';
import { buildHost } from './build/host.ts';
import { buildJavaScript, bundle } from './build/javascript.ts';
import { buildDir, root } from './build/paths.ts';
import { runTasks, type Task } from './build/tasks.ts';
import { witSource } from './build/wit.ts';

function selected(names: string[]): ComponentSource[] {
  const known = components.map((component) => component.name);
  for (const name of names) {
    if (!known.includes(name)) throw new Error(`build: "${name}" is no component; known: ${known.join(', ')}`);
  }
  return names.length === 0 ? components : components.filter((component) => names.includes(component.name));
}

function toolVersions(): string {
  const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const tools = ['@bytecodealliance/componentize-js', '@bytecodealliance/jco', 'assemblyscript', 'esbuild'];
  return tools.map((tool) => `${tool}@${packages[`node_modules/${tool}`]?.version}`).join(' ');
}

function componentTask({ name, language, world }: ComponentSource, force: boolean, common: string): Task {
  const folder = join(root, 'components', name);
  const entry = join(folder, 'index.ts');
  const out = join(buildDir, `${name}.wasm`);
  return {
    name,
    run: async () => {
      const compiled = language === 'assemblyscript';
      const print = fingerprint(common, world, ...(compiled ? folderContents(folder) : [await bundle(entry)]));
      if (!force && isFresh(out, print)) return false;
      await (compiled ? buildAssemblyScript({ entry, world, out }) : buildJavaScript({ entry, world, out }));
      recordFresh(out, print);
      return true;
    },
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { force: { type: 'boolean' } }, allowPositionals: true });
  mkdirSync(buildDir, { recursive: true });
  const recipes = folderContents(join(root, 'scripts/build')).join('\n');
  const common = fingerprint(witSource(), toolVersions(), recipes);
  await buildHost();
  await runTasks(
    selected(positionals).map((component) => componentTask(component, values.force ?? false, common)),
    (line) => console.log(line),
  );
}

main().catch((error: Error) => {
  console.error(`build failed\n${error.message}`);
  process.exit(1);
});
