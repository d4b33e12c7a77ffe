// Node, build time. What guests import of ours, by the name that they import it under.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './paths.ts';

/** Module -> its file below the root, without ending: TypeScript in this repository, JavaScript in the npm package. */
export const sdkModules: Record<string, string> = {
  'spin-sidecars': 'sdk/index',
  'spin-sidecars/health': 'sdk/health/index',
  'spin-sidecars/prom-client': 'sdk/metrics/prom-client',
  'ftl-sdk': 'sdk/index',
  'prom-client': 'sdk/metrics/prom-client',
};

/** prom-client's own files import it for two functions; see the file. */
export const nodeUtil = 'sdk/metrics/util';

/** What a component with safepoints has besides. */
export const sampler = 'sdk/profile/sampler';

/** With the separator at its end. */
export const sdkFolder = join(root, 'sdk') + sep;

const ending = existsSync(join(root, 'sdk/index.ts')) ? '.ts' : '.js';

/** Absolute path of one of the files above. */
export const sdkFile = (path: string): string => join(root, path + ending);
