import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ComponentSource } from '../../../scripts/build/component.ts';
import { buildDir } from '../../../scripts/build/paths.ts';
import { profiledNames, withProfiling } from '../../../scripts/build/profiled.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-profiled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function manifest(components: Record<string, [source: string, enabled: string]>): string {
  const tables = Object.entries(components).map(
    ([id, [source, enabled]]) =>
      `[component.${id}]\nsource = "${join(buildDir, source)}"\nenvironment = { ENABLE_PROFILING = "${enabled}" }\n`,
  );
  const file = join(folder, 'spin.toml');
  writeFileSync(file, tables.join(''));
  return file;
}

const source = (name: string, world: string, language: ComponentSource['language'] = 'typescript') =>
  ({ name, folder: name, world, language }) satisfies ComponentSource;

describe('withProfiling', () => {
  it('marks what components with the variable run, and nothing else', () => {
    const file = manifest({ one: ['a.wasm', 'true'], two: ['b.wasm', 'false'], three: ['elsewhere/c.wasm', 'true'] });
    expect(profiledNames(file)).toEqual(new Set(['a']));
    const marked = withProfiling(
      [source('a', 'instrumented'), source('b', 'instrumented'), source('c', 'plain')],
      file,
    );
    expect(marked.map(({ isProfiled }) => isProfiled)).toEqual([true, undefined, undefined]);
  });

  it('leaves out the profiler, which has the variable to be switched on', () => {
    const file = manifest({ profiler: ['profiler.wasm', 'true'] });
    expect(withProfiling([source('profiler', 'profiler')], file)[0]!.isProfiled).toBeUndefined();
  });

  it.each([
    ['plain', 'typescript'],
    ['http-observer', 'assemblyscript'],
  ] as const)('refuses the world %s in %s, which cannot hand over samples', (world, language) => {
    const file = manifest({ tool: ['tool.wasm', 'true'] });
    expect(() => withProfiling([source('tool', world, language)], file)).toThrow(
      `ENABLE_PROFILING is "true" for a component made of tool, which is ${language} in the world "${world}"`,
    );
  });
});
