// Node, build time. One WIT text with everything a component's world needs.
// jco's embedder has no file system, so the text is handed over whole, as nested packages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** The WASI version of the whole project: the one that componentize-js 0.23 implements. */
export const wasiVersion = '0.2.10';

const builtin = join(root, 'node_modules/@bytecodealliance/jco/lib/wit/builtin');
const wasiPackages = ['io', 'clocks', 'random', 'cli', 'filesystem', 'sockets', 'http'];

/** jco ships whole packages at 0.2.12 only; between the two, WASI changed nothing that is used here. */
function wasiPackage(name: string): string {
  return readFileSync(join(builtin, '0.2.12', `wasi-${name}/package.wit`), 'utf8').replaceAll('0.2.12', wasiVersion);
}

/** `package a:b@1;` at the top of a file becomes `package a:b@1 { … }`, so that many fit into one text. */
function nest(text: string, source: string): string {
  const match = /^package\s+([^;]+);/m.exec(text);
  if (!match) throw new Error(`${source}: no "package …;" line found; a WIT file starts with one`);
  const head = text.slice(0, match.index);
  const body = text.slice(match.index + match[0].length);
  return `${head}package ${match[1]} {\n${body}\n}\n`;
}

/**
 * The whole WIT text: this project's packages, the host interfaces, WASI. The first package is
 * `sidecars:components`, whose worlds `componentEmbed` and `componentize` take by name.
 */
export function witSource(): string {
  const wit = join(root, 'wit');
  const read = (file: string) => readFileSync(join(wit, file), 'utf8');
  const nested = [
    nest(read('registry.wit'), 'wit/registry.wit'),
    ...readdirSync(join(wit, 'deps'))
      .sort()
      .map((file) => nest(read(join('deps', file)), `wit/deps/${file}`)),
    ...wasiPackages.map((name) => nest(wasiPackage(name), `wasi:${name}`)),
  ];
  return [read('components.wit'), ...nested].join('\n');
}
