// ARCHITECTURE.md may name only what exists, and must name every top folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

describe('ARCHITECTURE.md', () => {
  it('names only paths that exist', () => {
    const paths = [...page.matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
      .map(([, path]) => path!)
      .filter((path) => path !== '.mjs');
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('names every top folder', () => {
    const made = ['node_modules', 'build', 'dist'];
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !made.includes(entry.name))
      .map((entry) => entry.name);
    for (const folder of folders) expect(page).toContain(`\`${folder}/\``);
  });
});
