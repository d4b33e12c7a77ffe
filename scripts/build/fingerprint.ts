// Node, build time. Tells whether a built file is still the image of what it was built from.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDir, root } from './paths.ts';

const folder = join(buildDir, '.fingerprints');

/** SHA-256 (hex) over the given texts, in order. */
export function fingerprint(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Names and contents of every file below a folder, in a fixed order. */
export function folderContents(path: string): string[] {
  return readdirSync(path)
    .sort()
    .flatMap((name) => {
      const child = join(path, name);
      return statSync(child).isDirectory()
        ? folderContents(child)
        : [child.slice(root.length), readFileSync(child, 'utf8')];
    });
}

/** True when `out` exists and was recorded with this fingerprint. */
export function isFresh(out: string, print: string): boolean {
  const record = recordOf(out);
  return existsSync(out) && existsSync(record) && readFileSync(record, 'utf8') === print;
}

/** Remember what `out` was built from. */
export function recordFresh(out: string, print: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(recordOf(out), print);
}

function recordOf(out: string): string {
  return join(folder, out.slice(buildDir.length + 1).replaceAll('/', '-'));
}
