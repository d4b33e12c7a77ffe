// Node, build time. What the npm package has and where: package.json says the same to npm, and a test compares the two.
import { join } from 'node:path';
import { root } from '../build/paths.ts';

/** All that is made for the package. It has the repository's folders, so that code finds its files alike in both. */
export const dist = join(root, 'dist');

/** Bundles for Node, flat in dist/node: the host looks for its worker beside itself. */
export const nodeEntries = {
  cli: 'scripts/cli/main.ts',
  esbuild: 'scripts/cli/build/plugin.ts',
  host: 'host/index.ts',
  worker: 'host/worker.ts',
};

/** Modules for Node that users import: subpath -> bundle. */
export const nodeModules: Record<string, keyof typeof nodeEntries> = {
  './esbuild': 'esbuild',
  './host': 'host',
};

/** Modules for guests: subpath -> file, without ending. */
export const guestModules: Record<string, string> = {
  '.': 'sdk/index',
  './health': 'sdk/health/index',
  './prom-client': 'sdk/metrics/prom-client',
};

/** Components of the demo, which are watched and watch nothing. */
const demo = ['mcp-gateway', 'weather-ts', 'items-ts'];

/** Those that come built. */
export const isPrebuilt = ({ name }: { name: string }): boolean => !demo.includes(name);

/** In dist/components: a line `<sha256>  <file>` for each component, as `sha256sum -c` reads it. */
export const digestFile = 'SHA256SUMS';
