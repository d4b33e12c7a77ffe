// Node, build time. The WIT for the npm package: dist/wit/registry.wit is the contract, which needs nothing else; dist/wit/deps
// has what hosts provide, for users' worlds; dist/wit/tool is for build tools that read `config.witDependencies`.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.ts';
import { reachedFrom } from '../build/tool-world.ts';
import { ownPackages, wasiPackages, wasiText } from '../build/wit.ts';
import { joinPackages, nested } from '../build/wit-package.ts';
import { dist } from './layout.ts';

export function packWit(): void {
  const [from, to] = [join(root, 'wit'), join(dist, 'wit')];
  mkdirSync(join(to, 'deps'), { recursive: true });
  mkdirSync(join(to, 'tool'));
  copyFileSync(join(from, 'registry.wit'), join(to, 'registry.wit'));
  for (const file of readdirSync(join(from, 'deps'))) copyFileSync(join(from, 'deps', file), join(to, 'deps', file));
  for (const name of wasiPackages) writeFileSync(join(to, 'deps', `wasi-${name}.wit`), wasiText(name));
  writeFileSync(join(to, 'tool/tool.wit'), toolFile(readFileSync(join(from, 'tool.wit'), 'utf8')));
}

/**
 * One file with all that the world reaches and no more: those tools join the files of several npm packages, and fail where
 * two of them have another idea of the same WASI package.
 */
function toolFile(world: string): string {
  const known = joinPackages(ownPackages());
  const [own] = [...known.values()];
  const others = reachedFrom(world, known).filter((found) => found !== own);
  return [world, ...own!.interfaces.values(), ...others.map(nested), ''].join('\n');
}
