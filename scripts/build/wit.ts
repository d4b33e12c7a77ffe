// Node, build time. One WIT text with everything that a world of ours needs, and the packages that users' worlds are made of.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';
import { nested, readWit, readWitDeps, type WitPackage, witPackages } from './wit-package.ts';

/** The WASI version of the whole project: the one that componentize-js 0.23 implements. */
export const wasiVersion = '0.2.10';

const builtin = join(root, 'node_modules/@bytecodealliance/jco/lib/wit/builtin');

/** Those that our worlds reach. */
export const wasiPackages = ['io', 'clocks', 'random', 'cli', 'filesystem', 'sockets', 'http'];

/** jco ships whole packages at 0.2.12 only; between the two, WASI changed nothing that is used here. */
export function wasiText(name: string): string {
  return readFileSync(join(builtin, '0.2.12', `wasi-${name}/package.wit`), 'utf8').replaceAll('0.2.12', wasiVersion);
}

const wit = join(root, 'wit');

/** This project's contract, the host interfaces, WASI, which the npm package has as files too. */
export function ownPackages(): WitPackage[] {
  const packages = [...readWit(join(wit, 'registry.wit')), ...readWitDeps(join(wit, 'deps'))];
  if (existsSync(join(wit, 'deps/wasi-io.wit'))) return packages;
  return [...packages, ...wasiPackages.flatMap((name) => witPackages([wasiText(name)], `wasi:${name}`))];
}

/**
 * The whole WIT text: this project's packages, the host interfaces, WASI. The first package is
 * `sidecars:components`, whose worlds `componentEmbed` and `componentize` take by name.
 */
export function witSource(): string {
  return [readFileSync(join(wit, 'components.wit'), 'utf8'), ...ownPackages().map(nested)].join('\n');
}
