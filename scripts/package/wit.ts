// Node, build time. The WIT as a package in the form that every WIT tool reads: the contract in wit/, all that it or a world of
// a tool can need in wit/deps.
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.ts';
import { wasiPackages, wasiText } from '../build/wit.ts';
import { dist } from './layout.ts';

/** Writes dist/wit. */
export function packWit(): void {
  const [from, to] = [join(root, 'wit'), join(dist, 'wit')];
  mkdirSync(join(to, 'deps'), { recursive: true });
  for (const file of ['registry.wit', 'tool.wit']) copyFileSync(join(from, file), join(to, file));
  for (const file of readdirSync(join(from, 'deps'))) copyFileSync(join(from, 'deps', file), join(to, 'deps', file));
  for (const name of wasiPackages) writeFileSync(join(to, 'deps', `wasi-${name}.wit`), wasiText(name));
}
