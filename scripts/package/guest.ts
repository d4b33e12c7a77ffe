// Node, build time. The SDK for the npm package.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { nodeUtil, sampler } from '../build/sdk-modules.ts';
import { dist, guestModules } from './layout.ts';
import { emit } from './typescript.ts';

/** What the SDK's own sources know of the host and of prom-client's files. */
const ambient = ['sdk/spin.d.ts', 'sdk/profile/safepoint.d.ts'];

/** The same, of which users' types are made too. */
const ambientOfTypes = ['sdk/registry.d.ts', 'sdk/profiles.d.ts', 'sdk/metrics/prom-client-files.d.ts'];

/** Writes dist/sdk and what it imports. Throws with the compiler's messages. */
export function packGuest(): void {
  const files = Object.values(guestModules);
  emit({
    // the last two are what builds put into bundles
    files: [...files, sampler, nodeUtil].map((file) => `${file}.ts`),
    ambient: [...ambient, ...ambientOfTypes],
    out: dist,
  });
  for (const file of files) {
    const path = join(dist, `${file}.d.ts`);
    const references = ambientOfTypes.map((other) => {
      const from = relative(dirname(path), join(dist, other)).replaceAll('\\', '/');
      return `/// <reference path="${from}" />\n`;
    });
    writeFileSync(path, references.join('') + readFileSync(path, 'utf8'));
  }
}
