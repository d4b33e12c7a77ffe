// Makes dist/, which is what the npm package has besides templates and pages. `npm pack` runs it first.
//
//   npm run package
//
// dist/sdk      the SDK as JavaScript and types         dist/components   components that come built, and SHA256SUMS
// dist/node     command, host, esbuild plugin           dist/wit          the contract as a WIT package
import { rmSync } from 'node:fs';
import { componentInputs } from './package/component-inputs.ts';
import { packComponents } from './package/components.ts';
import { packGuest } from './package/guest.ts';
import { dist } from './package/layout.ts';
import { inputsOf, writeLicences } from './package/licences.ts';
import { packNode } from './package/node.ts';
import { packWit } from './package/wit.ts';

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  packWit();
  packGuest();
  const node = await packNode();
  await packComponents((line) => console.log(line));
  const { inputs, withEngine } = await componentInputs();
  writeLicences(new Map([['node/*.mjs', inputsOf(node)], ...inputs]), withEngine);
}

main().catch((error: Error) => {
  console.error(`package failed\n${error.message}`);
  process.exit(1);
});
