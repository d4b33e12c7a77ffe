// The templates without Spin: what any of its versions would make of them is a manifest that loads, of this version.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { afterAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../host/manifest.ts';
import { components } from '../../scripts/build/components.ts';
import { isPrebuilt } from '../../scripts/package/layout.ts';
import { packageJson } from '../support/package.ts';

const templates = fileURLToPath(new URL('../../templates/', import.meta.url));
const read = (path: string) => readFileSync(join(templates, path), 'utf8');
const names = readdirSync(templates);

const folder = mkdtempSync(join(tmpdir(), 'sidecars-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As Spin fills them in. */
const filled = (text: string) =>
  text.replace(/\{\{\s*([\w-]+)(?: \| kebab_case)?\s*\}\}/g, (_, name) => (name === 'http-path' ? '/...' : name));

function manifest(text: string) {
  const path = join(folder, 'spin.toml');
  writeFileSync(path, filled(text));
  return readManifest(path);
}

const head = 'spin_manifest_version = 2\n[application]\nname = "existing"\n';
const manifests = [
  ['sidecars-ts, new', () => manifest(read('sidecars-ts/content/spin.toml'))],
  ['sidecars-ts, added', () => manifest(head + read('sidecars-ts/metadata/snippets/component.txt'))],
  ['sidecars, added', () => manifest(head + read('sidecars/metadata/snippets/component.txt'))],
] as const;

describe('templates', () => {
  it('are those that docs/building.md names, each under its own id', () => {
    const page = readFileSync(join(templates, '../docs/building.md'), 'utf8');
    expect(names.sort()).toEqual(['sidecars', 'sidecars-ts']);
    for (const name of names) {
      expect(parse(read(`${name}/metadata/spin-template.toml`)).id).toBe(name);
      expect(page).toContain(`-t ${name} `);
    }
  });

  it.each(names)('%s takes this version of the package', (name) => {
    const { dependencies } = JSON.parse(read(`${name}/content/package.json`));
    expect(dependencies).toEqual({ [packageJson.name]: `^${packageJson.version}` });
  });

  it.each(manifests)('%s: every file of the package that its manifest names is in the package', (_, load) => {
    const files = components.filter(isPrebuilt).map(({ name }) => `${name}.wasm`);
    const loaded = [...load().components.values()];
    const paths = loaded.flatMap(({ source, dependencies }) => [source, ...dependencies.map(({ path }) => path)]);
    const ours = paths.filter((path) => path.includes('node_modules'));
    expect(ours.length).toBeGreaterThan(0);
    for (const path of ours) {
      expect(path).toContain('/node_modules/spin-sidecars/dist/components/');
      expect(files).toContain(path.split('/').at(-1));
    }
  });

  it.each(manifests)('%s: each component that pushes has a store and a name', (_, load) => {
    for (const { id, dependencies, keyValueStores, environment } of load().components.values()) {
      expect(dependencies.map(({ name, inherit }) => [name, inherit])).toEqual([['sidecars:metrics@0.1.0', true]]);
      expect(keyValueStores).toEqual(['default']);
      expect(environment.SIDECARS_COMPONENT).toBe(id);
    }
  });
});
