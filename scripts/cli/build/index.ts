// Node. `spin-sidecars build`, the command for `[component.x.build]`: TypeScript -> one bundle, with safepoints if wanted -> a
// component. What its top level does runs here, once: that is what warms it.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle } from '../../build/bundle.ts';
import { UserError } from '../user-error.ts';
import { type WrittenComponent, writeComponent } from './component-file.ts';
import { isMounted } from './manifest-component.ts';
import { missingDependency } from './missing-dependency.ts';
import { type BuildOptions, readOptions, usage } from './options.ts';

/** Prints what it has written. Throws a UserError for what the user can mend. */
export async function build(args: string[]): Promise<void> {
  const options = readOptions(args, process.cwd());
  if (!options) {
    console.log(usage);
    return;
  }
  const began = performance.now();
  const { out, folder, wit, component } = options;
  const written = await writeComponent({ code: await codeOf(options), out, folder, wit });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`built ${relative(folder, out)}: ${describe(written, options)}, in ${seconds} s`);
  const missing = component && missingDependency(component, written.imports);
  if (missing) console.error(`warning: ${missing}`);
}

async function codeOf(options: BuildOptions): Promise<string> {
  const { entry, folder, isBundled, isProfiled, maps, name, component } = options;
  const mapFile = join(maps, `${name}.json`);
  // where there is a map, the profiler takes the component for profilable
  if (!isProfiled) rmSync(mapFile, { force: true });
  if (component && isMounted(component.manifest, maps)) mkdirSync(maps, { recursive: true });
  if (isBundled) {
    if (isProfiled) {
      throw new UserError(
        `build: --bundled: found a component to be profiled, expected none: safepoints need the sources; leave out --bundled, or add the plugin of spin-sidecars/esbuild to your build and say --no-profile here`,
      );
    }
    return readFileSync(entry, 'utf8');
  }
  try {
    return (await bundle({ entry, folder, ...(isProfiled && { profile: { name, mapFile } }) })).code;
  } catch (error) {
    if (error instanceof Error && 'errors' in error) throw new UserError(error.message);
    throw error;
  }
}

function describe({ bytes }: WrittenComponent, { isProfiled }: BuildOptions): string {
  return `${(bytes / 1e6).toFixed(1)} MB${isProfiled ? ', with safepoints' : ''}`;
}
