// Node. The command line of `spin-sidecars build`.
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../user-error.ts';
import { chooseComponent, findManifest, type ManifestComponent, manifestComponents } from './manifest-component.ts';

export const usage = `usage: spin-sidecars build [ENTRY] [options]

  ENTRY                 the component's source; default: src/index.ts, else src/index.js
  -o, --out FILE        the component to write; default: the \`source\` of the component in spin.toml
  -c, --component ID    which component of spin.toml; default: the one that runs FILE, else the one that is built here
  -f, --from FILE       the spin.toml; default: the nearest one in this folder or above
      --bundled         ENTRY is a finished ES module: give it the engine, no more
      --wit PATH        a WIT file or folder with what the code imports; may be repeated
      --profile         with safepoints for the profiler; default: as ENABLE_PROFILING of the component says
      --no-profile      without
      --maps DIR        where the profiler's maps are; default: build/profiles beside spin.toml`;

export interface BuildOptions {
  /** Absolute, as every path here. */
  entry: string;
  isBundled: boolean;
  out: string;
  folder: string;
  wit: string[];
  /** Of the bundle, and of its map in the folder `maps`: that of the file, by which the profiler finds it. */
  name: string;
  maps: string;
  isProfiled: boolean;
  /** Undefined: no manifest says anything of it. */
  component: ManifestComponent | undefined;
}

/** Undefined: the user asks for help. Throws a UserError. */
export function readOptions(args: string[], folder: string): BuildOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (positionals.length > 1) {
    throw new UserError(`build: found entries ${positionals.join(', ')}, expected one at most; build one at a time`);
  }
  const manifest = values.from === undefined ? findManifest(folder) : resolve(folder, values.from);
  const given = values.out === undefined ? undefined : resolve(folder, values.out);
  if (manifest === undefined && (given === undefined || values.component !== undefined)) {
    throw new UserError(
      `build: found no spin.toml in ${folder} or above; go where it is, name it with --from, or say what to write with --out`,
    );
  }
  const { component: id } = values;
  const component =
    manifest === undefined
      ? undefined
      : chooseComponent(manifestComponents(manifest), { folder, ...(id && { id }), ...(given && { out: given }) });
  const out = given ?? component!.source;
  const beside = manifest === undefined ? folder : dirname(manifest);
  return {
    entry: entryFile(folder, positionals[0], values.bundled === true),
    isBundled: values.bundled === true,
    out,
    folder,
    wit: values.wit ?? [],
    name: basename(out, '.wasm'),
    maps: resolve(folder, values.maps ?? join(beside, 'build/profiles')),
    isProfiled: values['no-profile'] ? false : (values.profile ?? component?.isProfiled ?? false),
    component,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string', short: 'o' },
        component: { type: 'string', short: 'c' },
        from: { type: 'string', short: 'f' },
        bundled: { type: 'boolean' },
        wit: { type: 'string', multiple: true },
        profile: { type: 'boolean' },
        'no-profile': { type: 'boolean' },
        maps: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UserError(`build: ${(error as Error).message}\n${usage}`);
  }
}

function entryFile(folder: string, given: string | undefined, isBundled: boolean): string {
  if (given === undefined && isBundled)
    throw new UserError('build: --bundled: found no ENTRY, expected a finished ES module; name it');
  const tried = given === undefined ? ['src/index.ts', 'src/index.js'] : [given];
  const found = tried.map((file) => resolve(folder, file)).find((file) => existsSync(file));
  if (!found)
    throw new UserError(`build: found no ${tried.join(' or ')} in ${folder}, expected the component's source; name it`);
  return found;
}
