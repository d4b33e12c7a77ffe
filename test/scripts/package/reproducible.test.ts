// What docs/packaging.md says of two builds of the same sources.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildAssemblyScript } from '../../../scripts/build/assemblyscript.ts';
import { components } from '../../../scripts/build/components.ts';
import { buildJavaScript, bundleOwn } from '../../../scripts/build/javascript.ts';
import { root } from '../../../scripts/build/paths.ts';
import { isPrebuilt } from '../../../scripts/package/layout.ts';
import { sections } from './sections.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-reproducible-'));
afterAll(() => rmSync(folder, { recursive: true }));

const of = (language: string) =>
  components
    .filter((component) => isPrebuilt(component) && component.language === language)
    .map(({ name, folder: source, world }) => ({ name, world, entry: join(root, source, 'index.ts') }));

describe('two builds', () => {
  it.each(of('assemblyscript'))(
    'of $name give the same bytes',
    { timeout: 120_000 },
    async ({ name, world, entry }) => {
      const built = ['1', '2'].map((time) => join(folder, `${name}-${time}.wasm`));
      for (const out of built) await buildAssemblyScript({ entry, world, out });
      const [first, second] = built.map((file) => readFileSync(file));
      expect(first!.equals(second!)).toBe(true);
    },
  );

  it.each(of('typescript'))('of the bundle of $name give the same bytes', async ({ entry }) => {
    expect((await bundleOwn({ entry })).code).toBe((await bundleOwn({ entry })).code);
  });

  it('of a TypeScript component differ in the memory of the engine at most', { timeout: 120_000 }, async () => {
    const { world, entry } = of('typescript').find(({ name }) => name === 'prometheus-exporter')!;
    const built = ['1', '2'].map((time) => join(folder, `exporter-${time}.wasm`));
    for (const out of built) await buildJavaScript({ entry, world, out });
    const [first, second] = built.map((file) => sections(readFileSync(file)));
    const differing = [...first!].filter(([name, hash]) => second!.get(name) !== hash).map(([name]) => name);
    expect([...second!.keys()]).toEqual([...first!.keys()]);
    expect(first!.size).toBeGreaterThan(100);
    // kind 11: data
    for (const name of differing) expect(name).toMatch(/^module \d+, section \d+ of kind 11$/);
    expect(differing.length).toBeLessThanOrEqual(1);
  });
});
