// Node. The WIT that a project knows: Spin's JavaScript packages name theirs in package.json as `config.witDependencies`, and
// Spin writes that of a component's dependencies to spin-dependencies.wit.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ownPackages } from '../../build/wit.ts';
import { readWit, type WitPackage } from '../../build/wit-package.ts';
import { UserError } from '../user-error.ts';

interface PackageJson {
  dependencies?: Record<string, string>;
  config?: { witDependencies?: { witPath: string }[] };
}

/** What Spin writes beside a component's package.json. */
const ofManifest = 'spin-dependencies.wit';

/**
 * `paths` of files and folders (of --wit) first, then this package's, the manifest's, those of npm packages that the
 * project in `folder` depends on. Throws a UserError for a path that is not there.
 */
export function projectWit(folder: string, paths: readonly string[]): WitPackage[] {
  const given = paths.map((path) => resolve(folder, path));
  for (const path of given) {
    if (!existsSync(path))
      throw new UserError(`--wit ${path}: found nothing, expected a WIT file or folder; correct it`);
  }
  const manifest = join(folder, ofManifest);
  const found = [...given, ...(existsSync(manifest) ? [manifest] : []), ...packageWit(folder, new Set())];
  return [...given.flatMap(readWit), ...ownPackages(), ...found.slice(given.length).flatMap(readWit)];
}

/** Paths that the package in `folder` and those it depends on name. */
function packageWit(folder: string, seen: Set<string>): string[] {
  const file = join(folder, 'package.json');
  if (seen.has(folder) || !existsSync(file)) return [];
  seen.add(folder);
  const { dependencies = {}, config } = JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
  const own = (config?.witDependencies ?? []).map(({ witPath }) => resolve(folder, witPath)).filter(existsSync);
  const others = Object.keys(dependencies).map((name) => installed(folder, name));
  return [...own, ...others.flatMap((path) => (path === undefined ? [] : packageWit(path, seen)))];
}

/** As Node looks for it. */
function installed(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}
