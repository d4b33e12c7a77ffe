// Node, build time. WIT packages as values: read from files and folders, joined, and written as nested packages into one
// text, for neither jco's embedder nor the engine's splicer has a file system. Worlds are not kept: whoever builds makes one.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { witStatements } from './wit-statements.ts';

export interface WitPackage {
  /** `namespace:name@version`. */
  id: string;
  /** Text by name. */
  interfaces: Map<string, string>;
  /** `use` statements outside of interfaces. */
  uses: string[];
}

/** The packages of some WIT files, which together are one package and may have others nested. `source` is for the error. */
export function witPackages(texts: string[], source: string): WitPackage[] {
  const statements = texts.flatMap(witStatements);
  const declared = statements.find(({ kind }) => kind === 'package');
  const packages = statements
    .filter(({ kind }) => kind === 'nested')
    .map(({ name, body }) => packageOf(name, witStatements(body)));
  if (declared) packages.unshift(packageOf(declared.name, statements));
  if (packages.length === 0) throw new Error(`${source}: no "package …;" line found; a WIT file starts with one`);
  return packages;
}

function packageOf(id: string, statements: ReturnType<typeof witStatements>): WitPackage {
  const interfaces = statements.filter(({ kind }) => kind === 'interface');
  return {
    id,
    interfaces: new Map(interfaces.map(({ name, text }) => [name, text])),
    uses: statements.filter(({ kind }) => kind === 'use').map(({ text }) => text),
  };
}

/** The packages of a file, or those of a folder in the form that every WIT tool reads: one package, others in `deps/`. */
export function readWit(path: string): WitPackage[] {
  if (!statSync(path).isDirectory()) return witPackages([readFileSync(path, 'utf8')], path);
  const texts = readdirSync(path)
    .filter((name) => name.endsWith('.wit'))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'));
  return [...(texts.length === 0 ? [] : witPackages(texts, path)), ...readWitDeps(join(path, 'deps'))];
}

/** A `deps` folder: each file and each folder in it is a package. */
export function readWitDeps(folder: string): WitPackage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readWit(join(folder, name)));
}

/** By id. Of interfaces that several have, the first counts: npm packages bring one interface of a host's package each. */
export function joinPackages(packages: readonly WitPackage[]): Map<string, WitPackage> {
  const joined = new Map<string, WitPackage>();
  for (const { id, interfaces, uses } of packages) {
    const known = joined.get(id);
    joined.set(id, {
      id,
      interfaces: new Map([...interfaces, ...(known?.interfaces ?? [])]),
      uses: [...new Set([...(known?.uses ?? []), ...uses])],
    });
  }
  return joined;
}

/** `package a:b@1 { … }`. */
export const nested = ({ id, interfaces, uses }: WitPackage): string =>
  [`package ${id} {`, ...uses, ...interfaces.values(), '}'].join('\n');
