// Node, build time. The components that come built, each with its digest.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildComponent } from '../build/component.ts';
import { components } from '../build/components.ts';
import { buildDir } from '../build/paths.ts';
import { runTasks } from '../build/tasks.ts';
import { digestFile, dist, isPrebuilt } from './layout.ts';

const folder = join(dist, 'components');

/** Builds what changed and writes dist/components. Throws with the failures of the builds. */
export async function packComponents(print: (line: string) => void): Promise<void> {
  const prebuilt = components.filter(isPrebuilt);
  await runTasks(
    prebuilt.map((component) => ({ name: component.name, run: () => buildComponent(component) })),
    print,
  );
  mkdirSync(folder, { recursive: true });
  const lines = prebuilt
    .map(({ name }) => `${name}.wasm`)
    .sort()
    .map((file) => {
      copyFileSync(join(buildDir, file), join(folder, file));
      return `${createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex')}  ${file}\n`;
    });
  writeFileSync(join(folder, digestFile), lines.join(''));
}
