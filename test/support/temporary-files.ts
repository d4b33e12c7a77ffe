// Node, tests. Files that outside programs read, gone afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes texts by file name; `work` asks for absolute paths. */
export function withFiles<T>(texts: Record<string, string>, work: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-files-'));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    return work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
