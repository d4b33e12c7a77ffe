// Node, build time. The esbuild plugin that makes a bundle fit for the engine: one ES module, WIT imports left alone, ours
// resolved to one copy. What a build has chosen itself stays, but for the format.
import type { BuildOptions, Plugin } from 'esbuild';
import { nodeUtil, sdkFile, sdkFolder, sdkModules } from './sdk-modules.ts';

export interface GuestOptions {
  /**
   * Turns `async` functions into promises, for the engine's own `await` calls nothing that could carry the active span over
   * it (see sdk/trace/active.ts). It costs: an `await` of a promise takes twice the time, 20 µs in place of 10 on Spin 4.0.2.
   */
  hasSpans?: boolean;
  /** Is told that code which is neither ours nor OpenTelemetry's imports its API, which is what has active spans. */
  onSpans?: (importer: string) => void;
}

/** `namespace:package/interface@version`: the host or a dependency of the component provides it. */
const witImport = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*(@[\w.+-]+)?$/;

const ours = new RegExp(`^(${Object.keys(sdkModules).join('|')})$`);

const asyncAsPromises = { 'async-await': false, 'async-generator': false, 'for-await': false };

const isOpenTelemetry = (path: string) => /[\\/]node_modules[\\/]@opentelemetry[\\/]/.test(path);

/** Throws, in the build, on a format that the engine cannot run. */
export function guest({ hasSpans = false, onSpans = () => {} }: GuestOptions = {}): Plugin {
  return {
    name: 'spin-sidecars',
    setup(build) {
      settle(build.initialOptions);
      if (hasSpans) build.initialOptions.supported = { ...build.initialOptions.supported, ...asyncAsPromises };
      build.onResolve({ filter: witImport }, ({ path }) =>
        path.startsWith('node:') ? undefined : { path, external: true },
      );
      build.onResolve({ filter: /^@opentelemetry\/api$/ }, ({ importer }) => {
        if (!importer.startsWith(sdkFolder) && !isOpenTelemetry(importer)) onSpans(importer);
        return undefined;
      });
      // prom-client's index loads what only Node has; its subpaths, which our own file imports, stay as they are
      build.onResolve({ filter: ours }, ({ path }) => ({ path: sdkFile(sdkModules[path]!) }));
      build.onResolve({ filter: /^util$/ }, ({ importer }) =>
        /[\\/]prom-client[\\/]/.test(importer) ? { path: sdkFile(nodeUtil) } : undefined,
      );
    },
  };
}

function settle(options: BuildOptions): void {
  options.format ??= 'esm';
  if (options.format !== 'esm') {
    throw new Error(`found format: "${options.format}", expected "esm", which is all that the engine runs; change it`);
  }
  options.bundle = true;
  options.platform ??= 'browser';
  options.target ??= 'es2022';
  options.conditions ??= ['workerd', 'worker', 'module'];
  options.mainFields ??= ['module', 'main'];
  options.legalComments ??= 'none';
  options.define = {
    'process.env.NODE_ENV': '"production"',
    // Reading it at build time throws; a component has no address of its own before its first request.
    'self.location': 'undefined',
    ...options.define,
  };
}
