// Node, build time. TypeScript entry file -> one bundle -> one component with the StarlingMonkey engine inside.
// What the bundle does at its top level runs here, once, and is frozen into the component.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentize } from '@bytecodealliance/componentize-js';
import { build, type Plugin } from 'esbuild';
import { buildDir, root } from './paths.ts';
import { safepoints } from './safepoints/plugin.ts';
import { witSource } from './wit.ts';

export interface Bundled {
  /** Absolute path of the entry file. */
  entry: string;
  /** Names the bundle to the profiler and gives it safepoints; undefined: it has none. */
  profiledAs?: string;
}

export interface JavaScriptComponent extends Bundled {
  /** World in wit/components.wit. */
  world: string;
  /** Absolute path of the .wasm file to write. */
  out: string;
}

/** Imports that the host, not the bundle, provides: WIT interfaces are written `namespace:package/interface`. */
const witImports = ['wasi:*', 'fermyon:*', 'sidecars:*'];

/** prom-client's index loads what only Node has; its subpaths, which our own file imports, stay as they are. */
const promClient: Plugin = {
  name: 'prom-client',
  setup(build) {
    build.onResolve({ filter: /^prom-client$/ }, () => ({ path: join(root, 'sdk/metrics/prom-client.ts') }));
  },
};

/**
 * The engine's own `await` calls nothing that could carry the active span over it; promises do (see sdk/trace/active.ts).
 * It costs: an `await` of a promise takes twice the time, 20 µs in place of 10 on Spin 4.0.2.
 */
const asyncAsPromises = { 'async-await': false, 'async-generator': false, 'for-await': false };

const sdk = join(root, 'sdk');
const openTelemetry = join(root, 'node_modules/@opentelemetry');

/** Tells `found` when code that is not ours imports OpenTelemetry's API, which is what has active spans. */
const tracingFinder = (found: () => void): Plugin => ({
  name: 'tracing-finder',
  setup(build) {
    build.onResolve({ filter: /^@opentelemetry\/api$/ }, ({ importer }) => {
      if (!importer.startsWith(sdk) && !importer.startsWith(openTelemetry)) found();
      return undefined;
    });
  },
});

/** `?raw`, as in Vite: the file as a text. */
const rawFiles: Plugin = {
  name: 'raw-files',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -'?raw'.length)),
      namespace: 'raw-file',
    }));
    build.onLoad({ filter: /.*/, namespace: 'raw-file' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }));
  },
};

/** Where the profiler's maps are: one `.json` for each bundle with safepoints. */
export const mapDir = join(buildDir, 'profiles');

/** The map of the bundle of that name. */
export const mapFile = (name: string) => join(mapDir, `${name}.json`);

const profilable = (name: string): Plugin =>
  safepoints({ name, mapFile: mapFile(name), sampler: join(root, 'sdk/profile/sampler.ts') });

/** Bundles one entry file as the engine needs it: one ES module, WIT imports left alone. */
export async function bundle(bundled: Bundled): Promise<string> {
  let hasSpans = false;
  const text = await bundleOnce(bundled, {}, [
    tracingFinder(() => {
      hasSpans = true;
    }),
  ]);
  return hasSpans ? bundleOnce(bundled, asyncAsPromises, []) : text;
}

async function bundleOnce(
  { entry, profiledAs }: Bundled,
  supported: Record<string, boolean>,
  plugins: Plugin[],
): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'module'],
    mainFields: ['module', 'main'],
    external: witImports,
    plugins: [promClient, rawFiles, ...plugins, ...(profiledAs === undefined ? [] : [profilable(profiledAs)])],
    supported,
    outfile: join(root, 'bundle.js'),
    absWorkingDir: root,
    alias: {
      'spin-sidecars/health': join(root, 'sdk/health/index.ts'),
      'spin-sidecars': join(root, 'sdk/index.ts'),
      'ftl-sdk': join(root, 'sdk/index.ts'),
      util: join(root, 'sdk/metrics/util.ts'),
    },
    define: {
      'process.env.NODE_ENV': '"production"',
      // Reading it at build time throws; a component has no address of its own before its first request.
      'self.location': 'undefined',
    },
    legalComments: 'none',
    logLevel: 'silent',
  });
  return result.outputFiles[0]!.text;
}

/** Builds one component. Throws with the bundler's or the engine's own message. */
export async function buildJavaScript({ world, out, ...bundled }: JavaScriptComponent): Promise<void> {
  const source = await bundle(bundled);
  const { component } = await componentize(source, witSource(), {
    worldName: world,
    // Demanded by the types, though the source is given as a text.
    sourcePath: undefined as unknown as string,
  });
  await writeFile(out, component);
}
