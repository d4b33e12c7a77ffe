import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/build/paths.ts';
import { engineParts } from '../../../scripts/package/engine-parts.ts';
import { packageFolder } from '../../../scripts/package/licences.ts';

const modules = join(root, 'node_modules');

describe('packageFolder', () => {
  it('is the innermost package, scoped or not, and nothing for our own files', () => {
    expect(packageFolder('node_modules/acorn/dist/acorn.mjs')).toBe('node_modules/acorn');
    expect(packageFolder('node_modules/@a/b/c/d.js')).toBe('node_modules/@a/b');
    expect(packageFolder('node_modules/a/node_modules/@b/c/d.js')).toBe('node_modules/a/node_modules/@b/c');
    expect(packageFolder('raw-file:node_modules/a/b.js')).toBe('node_modules/a');
    expect(packageFolder('sdk/index.ts')).toBeUndefined();
  });
});

describe('the list of what is inside the engine', () => {
  const engine = readFileSync(
    join(modules, '@bytecodealliance/componentize-js/lib/starlingmonkey_embedding.wasm'),
    'latin1',
  );

  it('has every crate and library that the engine names, with its version', () => {
    const crates = new Set(
      [...engine.matchAll(/registry\/src\/[^/]+\/([a-z][\w-]*?)-(\d[\w.]*)\//g)].map(([, ...crate]) => crate.join(' ')),
    );
    const listed = engineParts.map(({ name, version }) => `${name} ${version}`);
    expect(crates.size).toBeGreaterThan(5);
    for (const crate of crates) expect(listed).toContain(crate);
    const libraries = new Set([...engine.matchAll(/cpm_cache\/([a-z]+)/g)].map(([, name]) => name));
    const names = engineParts.map(({ name }) => name.toLowerCase());
    for (const library of libraries) expect(names).toContain(library);
  });

  it('is of the engine that is used', () => {
    const { version } = JSON.parse(
      readFileSync(join(modules, '@bytecodealliance/componentize-js/package.json'), 'utf8'),
    );
    expect(engineParts[0]!.version).toContain(version);
  });
});
