// Node. Which component of a spin.toml a build is for, and what the manifest says of it.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isTable, readToml, type Table } from '../../../host/toml.ts';
import { UserError } from '../user-error.ts';

export interface ManifestComponent {
  id: string;
  /** Absolute path of the manifest. */
  manifest: string;
  /** Absolute path of the file that it runs. */
  source: string;
  /** Absolute path of the folder in which its build command runs; undefined: it has none. */
  buildFolder: string | undefined;
  /** ENABLE_PROFILING = "true". */
  isProfiled: boolean;
  /** Names of its dependencies. */
  dependencies: string[];
}

/** Whether a component of the manifest gets that folder (absolute) among its `files`: a host does not start without it. */
export function isMounted(manifest: string, folder: string): boolean {
  return Object.values(tableOf(readTable(manifest).component)).some((component) => {
    const { files } = tableOf(component);
    const sources = Array.isArray(files) ? files.map((entry) => tableOf(entry).source) : [];
    return sources.some((source) => typeof source === 'string' && resolve(dirname(manifest), source) === folder);
  });
}

/** The nearest spin.toml in the folder or above it. */
export function findManifest(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'spin.toml');
    if (existsSync(file)) return file;
    if (at === dirname(at)) return undefined;
  }
}

/** Those whose source is a file. Throws a HostError for a file that is no TOML. */
export function manifestComponents(manifest: string): ManifestComponent[] {
  const folder = dirname(manifest);
  return Object.entries(tableOf(readTable(manifest).component)).flatMap(([id, value]) => {
    const { source, build, environment, dependencies } = tableOf(value);
    if (typeof source !== 'string') return [];
    const { workdir } = tableOf(build);
    return {
      id,
      manifest,
      source: resolve(folder, source),
      buildFolder: build === undefined ? undefined : resolve(folder, typeof workdir === 'string' ? workdir : ''),
      isProfiled: tableOf(environment).ENABLE_PROFILING === 'true',
      dependencies: Object.keys(tableOf(dependencies)),
    };
  });
}

const readTable = (manifest: string): Table =>
  readToml(manifest, 'manifest', { missing: 'MANIFEST_NOT_FOUND', syntax: 'MANIFEST_INVALID_TOML' });

const tableOf = (value: unknown): Table => (isTable(value) ? value : {});

/**
 * By id, else by the file it runs, else by the folder that the build runs in. Undefined only when a file is given that no
 * component runs. Throws a UserError that names the choice.
 */
export function chooseComponent(
  components: readonly ManifestComponent[],
  { id, out, folder }: { id?: string; out?: string; folder: string },
): ManifestComponent | undefined {
  const ids = components.map((component) => component.id).join(', ') || 'none';
  if (id !== undefined) {
    const found = components.find((component) => component.id === id);
    if (!found)
      throw new UserError(`--component ${id}: found no such component with a file as source; there are: ${ids}`);
    return found;
  }
  if (out !== undefined) return components.find(({ source }) => source === out);
  const here = components.filter(({ buildFolder }) => buildFolder === folder);
  if (here.length === 1) return here[0];
  const found = here.length === 0 ? 'no component' : `components ${here.map((component) => component.id).join(', ')}`;
  throw new UserError(
    `spin.toml: found ${found} with a build command in ${folder}, expected one; say which with --component (${ids}) or what to write with --out`,
  );
}
