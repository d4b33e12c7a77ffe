// Node, build time. One entry file of a guest -> one bundle, as the engine needs it. Ours and users' are made alike.
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { guest } from './guest-plugin.ts';
import { safepoints } from './safepoints/plugin.ts';
import { sampler, sdkFile } from './sdk-modules.ts';

export interface Bundled {
  /** Absolute path of the entry file. */
  entry: string;
  /** Absolute path of the project: names of sources are relative to it. */
  folder: string;
  /** Gives the bundle safepoints, a name for the profiler, and a map in that file; undefined: it has none. */
  profile?: { name: string; mapFile: string };
  /** Before ours. */
  plugins?: Plugin[];
}

export interface Bundle {
  code: string;
  /** What is in it, as esbuild says it. */
  metafile: Metafile;
}

/** Throws with esbuild's own messages. Twice the work for code that has spans: that shows only on the way. */
export async function bundle(bundled: Bundled): Promise<Bundle> {
  let hasSpans = false;
  const first = await bundleOnce(bundled, [
    guest({
      onSpans: () => {
        hasSpans = true;
      },
    }),
  ]);
  return hasSpans ? bundleOnce(bundled, [guest({ hasSpans })]) : first;
}

async function bundleOnce({ entry, folder, profile, plugins = [] }: Bundled, ours: Plugin[]): Promise<Bundle> {
  const result = await build({
    entryPoints: [entry],
    write: false,
    metafile: true,
    outfile: join(folder, 'bundle.js'),
    absWorkingDir: folder,
    plugins: [...plugins, ...ours, ...(profile === undefined ? [] : [profilable(profile)])],
    logLevel: 'silent',
  } satisfies BuildOptions);
  return { code: result.outputFiles[0]!.text, metafile: result.metafile };
}

/** The safepoints plugin with our sampler. */
export const profilable = (profile: { name: string; mapFile: string }): Plugin =>
  safepoints({ ...profile, sampler: sdkFile(sampler) });
