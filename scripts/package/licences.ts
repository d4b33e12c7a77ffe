// Node, build time. The list of what the package's files are made of, with the licences in full: npm packages as esbuild found
// them in the bundles, and what is inside the engine.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from '../build/paths.ts';
import { engineParts, type Part } from './engine-parts.ts';
import { dist } from './layout.ts';

export const licenceFile = 'THIRD-PARTY-LICENSES.md';

/** What a file of the package is made of: its name there -> paths relative to the repository's root. */
export type Inputs = ReadonlyMap<string, readonly string[]>;

export const inputsOf = ({ inputs }: Metafile): string[] => Object.keys(inputs);

/** `node_modules/@a/b/c.js` -> `node_modules/@a/b`, the innermost; undefined for our own files. */
export function packageFolder(path: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.replace(/^raw-file:/, ''))?.[1];
}

interface Packaged extends Part {
  /** Files of ours that have some of it. */
  files: string[];
}

/** Writes dist/THIRD-PARTY-LICENSES.md. Throws for a package that names no licence. */
export function writeLicences(inputs: Inputs, withEngine: readonly string[]): void {
  const parts = [
    ...bundledParts(inputs),
    ...engineParts.map((part) => ({ ...part, files: ['components with the engine'] })),
  ];
  writeFileSync(join(dist, licenceFile), page(parts, withEngine));
}

function bundledParts(inputs: Inputs): Packaged[] {
  const files = new Map<string, Set<string>>();
  for (const [file, paths] of inputs) {
    for (const path of paths) {
      const folder = packageFolder(path);
      if (folder !== undefined) files.set(folder, (files.get(folder) ?? new Set()).add(file));
    }
  }
  return [...files]
    .map(([folder, names]) => ({ ...installedPart(folder), files: [...names].sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function installedPart(folder: string): Part {
  const at = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder}/package.json: found no licence, expected its SPDX name`);
  const texts = readdirSync(at)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(at, file), 'utf8').trim());
  return { name, version, licence: license, ...(texts.length > 0 && { text: texts.join('\n\n') }) };
}

function page(parts: readonly Packaged[], withEngine: readonly string[]): string {
  const rows = parts.map(
    ({ name, version, licence, source, files }) =>
      `| ${source === undefined ? name : `[${name}](${source})`} | ${version} | ${licence} | ${files.join(', ')} |`,
  );
  const texts = parts.flatMap(({ name, version, text }) =>
    text === undefined ? [] : [`## ${name} ${version}\n\n${fenced(text)}`],
  );
  return `# What this package is made of

spin-sidecars itself is Apache-2.0 (LICENSE). Its files have parts of others inside; packages that are installed beside it (\`dependencies\` in package.json) have their licences with them. Components with the engine: ${withEngine.join(', ')}. We have changed none of them; the source of those under the MPL-2.0 is behind the link.

| part | version | licence | in |
|---|---|---|---|
${rows.join('\n')}

${texts.join('\n\n')}
`;
}

const fenced = (text: string): string => `\`\`\`\`text\n${text}\n\`\`\`\``;
