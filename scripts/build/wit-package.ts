// Node, build time. WIT packages as texts: read from files and folders, and written into one text as nested packages, for
// neither jco's embedder nor the engine's splicer has a file system.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface WitPackage {
  /** `namespace:name@version`. */
  id: string;
  /** What stands below the `package` line. */
  body: string;
  /** Comments above it. */
  head: string;
}

/** `texts`: the files of one package, of which one at least has the `package …;` line. `source` is for the error. */
export function witPackage(texts: string[], source: string): WitPackage {
  const found = texts.map((text) => /^package\s+([^;{]+);/m.exec(text));
  const declared = found.find((match) => match !== null);
  if (!declared) throw new Error(`${source}: no "package …;" line found; a WIT file starts with one`);
  const bodies = texts.map((text, index) => {
    const match = found[index];
    return match ? text.slice(match.index + match[0].length) : text;
  });
  return { id: declared[1]!.trim(), head: declared.input.slice(0, declared.index), body: bodies.join('\n') };
}

/** The package of a file, or those of a folder in the form that every WIT tool reads: one package, others in `deps/`. */
export function readWit(path: string): WitPackage[] {
  if (!statSync(path).isDirectory()) return [witPackage([readFileSync(path, 'utf8')], path)];
  const texts = readdirSync(path)
    .filter((name) => name.endsWith('.wit'))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'));
  return [...(texts.length === 0 ? [] : [witPackage(texts, path)]), ...readWitDeps(join(path, 'deps'))];
}

/** A `deps` folder: each file and each folder in it is a package. */
export function readWitDeps(folder: string): WitPackage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readWit(join(folder, name)));
}

/** `package a:b@1;` at the top of a file becomes `package a:b@1 { … }`, so that many fit into one text. */
export const nested = ({ id, head, body }: WitPackage): string => `${head}package ${id} {\n${body}\n}\n`;
