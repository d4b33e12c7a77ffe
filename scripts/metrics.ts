// Lists every metric of ours, from catalogue/.
//
//   npm run metrics              a table
//   npm run metrics -- --json    the whole catalogue
//   npm run metrics -- --write   writes the files that are made from it: a page in docs/ and the registry's constants
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '../catalogue/index.ts';
import { root } from './build/paths.ts';
import { madeFiles } from './metrics/made-files.ts';
import { table } from './metrics/table.ts';

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, write: { type: 'boolean' } } });
  if (values.write) {
    for (const { path, content } of madeFiles()) {
      writeFileSync(join(root, path), content);
      console.log(`wrote ${path}`);
    }
  } else if (values.json) {
    console.log(JSON.stringify([...catalogue.values()], null, 2));
  } else {
    console.log(table([...catalogue.values()]));
  }
}

try {
  main();
} catch (error) {
  console.error(`metrics: ${(error as Error).message}; known: --json, --write`);
  process.exit(1);
}
