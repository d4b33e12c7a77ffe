// Node, build time. The esbuild plugin that makes a component profilable: it adds the sampler, puts safepoints into the
// finished bundle, and writes the map that the profiler reads. Users have it as `profile` of scripts/cli/build/plugin.ts.
// The build must be a bundle with one entry and one output, in the format `esm`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BuildOptions, BuildResult, OutputFile, Plugin } from 'esbuild';
import { insertSafepoints } from './insert.ts';

export interface SafepointOptions {
  /** Names the bundle to the profiler: the map's file is called so too. */
  name: string;
  /** Where the map goes; its folder is mounted for the profiler. */
  mapFile: string;
  /** The module that samples, sdk/profile/sampler.ts: a path, or what imports it. */
  sampler: string;
}

/** The sampler measures others, not itself. */
const isSampler = (source: string) => /(^|\/)sdk\/profile\//.test(source);

/** Fails the build when it is not of the form that is needed. */
export function safepoints({ name, mapFile, sampler }: SafepointOptions): Plugin {
  return {
    name: 'safepoints',
    setup(build) {
      const options = build.initialOptions;
      checkOptions(options);
      const writes = options.write !== false;
      options.write = false;
      options.sourcemap = 'external';
      options.sourcesContent = false;
      options.inject = [...(options.inject ?? []), sampler];
      build.onEnd((result) => {
        if (result.errors.length === 0) finish(result, { name, mapFile, writes });
      });
    },
  };
}

function checkOptions({ bundle, format, entryPoints, splitting, outfile }: BuildOptions): void {
  const entries = Array.isArray(entryPoints) ? entryPoints.length : Object.keys(entryPoints ?? {}).length;
  if (bundle && format === 'esm' && entries === 1 && !splitting && outfile) return;
  throw new Error(
    `safepoints: found bundle: ${bundle ?? false}, format: ${format ?? 'none'}, ${entries} entry points, splitting: ` +
      `${splitting ?? false}, outfile: ${outfile ?? 'none'}; expected one bundled entry in the format "esm" with an outfile`,
  );
}

function finish(
  result: BuildResult,
  { name, mapFile, writes }: { name: string; mapFile: string; writes: boolean },
): void {
  const files = result.outputFiles ?? [];
  const script = files.find(({ path }) => !path.endsWith('.map'));
  const map = files.find(({ path }) => path.endsWith('.map'));
  if (!script || !map) throw new Error('safepoints: esbuild gave no bundle with a source map');
  const inserted = insertSafepoints({ name, code: script.text, map: map.text, isExcluded: isSampler });
  mkdirSync(dirname(mapFile), { recursive: true });
  writeFileSync(mapFile, JSON.stringify(inserted.map));
  const contents = new TextEncoder().encode(inserted.code);
  result.outputFiles = [{ path: script.path, contents, hash: '', text: inserted.code } satisfies OutputFile];
  if (!writes) return;
  mkdirSync(dirname(script.path), { recursive: true });
  writeFileSync(script.path, contents);
}
