// Node. The esbuild plugin for those who have a build of their own, which users import as `spin-sidecars/esbuild`:
//
//   plugins: [sidecars({ out: 'dist/my-tool.wasm' })]
//
// It makes the bundle fit for the engine, puts safepoints in, and writes the component; the last two only where asked.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildResult, PartialMessage, Plugin } from 'esbuild';
import { profilable } from '../../build/bundle.ts';
import { guest } from '../../build/guest-plugin.ts';
import { writeComponent } from './component-file.ts';

export interface SidecarsOptions {
  /** The component to write. Left out, the build ends with a bundle, for another tool to make a component of. */
  out?: string;
  /** Safepoints for the profiler: the name of the `.wasm` file without its ending, and where its map goes, as `<name>.json`. */
  profile?: { name: string; mapFile: string };
  /**
   * True for code that has spans of OpenTelemetry: `async` functions become promises, or the active span would be lost at
   * every `await`. False for code that imports its API and has none. Must be said where the API is imported.
   */
  hasSpans?: boolean;
  /** WIT files and folders with what the code imports, where packages do not bring them (`config.witDependencies`). */
  wit?: string[];
}

/** Paths are relative to the build's working folder. Fails the build with what is wrong. */
export function sidecars({ out, profile, hasSpans, wit = [] }: SidecarsOptions = {}): Plugin {
  return {
    name: 'spin-sidecars',
    async setup(build) {
      const undecided = new Set<string>();
      const plugin = guest({ hasSpans: hasSpans ?? false, onSpans: (importer) => undecided.add(importer) });
      await plugin.setup(build);
      const options = build.initialOptions;
      options.metafile = true;
      const folder = options.absWorkingDir ?? process.cwd();
      if (profile) await profilable({ ...profile, mapFile: resolve(folder, profile.mapFile) }).setup(build);
      build.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        if (hasSpans === undefined && undecided.size > 0) return { errors: [...undecided].map(undecidedSpans) };
        if (out === undefined) return;
        try {
          await writeComponent({ code: codeOf(result, folder), out: resolve(folder, out), folder, wit });
        } catch (error) {
          return { errors: [{ text: (error as Error).message }] };
        }
        return;
      });
    },
  };
}

const undecidedSpans = (importer: string): PartialMessage => ({
  text: `${importer}: imports @opentelemetry/api, whose active span is lost at an await; expected sidecars({ hasSpans: … }); say true, or false when the code has no spans`,
});

/** The bundle of the one entry. Throws when there are several. */
function codeOf({ metafile, outputFiles }: BuildResult, folder: string): string {
  const bundles = Object.entries(metafile!.outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  if (bundles.length !== 1) {
    throw new Error(`found ${bundles.length} entry points, expected one for a component; build one at a time`);
  }
  const path = resolve(folder, bundles[0]![0]);
  return outputFiles?.find((file) => file.path === path)?.text ?? readFileSync(path, 'utf8');
}
