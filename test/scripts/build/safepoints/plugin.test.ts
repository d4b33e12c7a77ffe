// The plugin in a build of somebody else's.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safepoints } from '../../../../scripts/build/safepoints/plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-safepoints-'));
const [entry, sampler] = [join(folder, 'tool.ts'), join(folder, 'sampler.ts')];
const [outfile, mapFile] = [join(folder, 'out/tool.js'), join(folder, 'maps/tool.json')];
beforeAll(() => {
  writeFileSync(entry, 'export function run(list: number[]) { return list.map(String).join(); }\n');
  writeFileSync(sampler, 'globalThis.sampled = true;\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (more: BuildOptions = {}): BuildOptions => ({
  entryPoints: [entry],
  bundle: true,
  format: 'esm',
  outfile,
  logLevel: 'silent',
  plugins: [safepoints({ name: 'tool', mapFile, sampler })],
  ...more,
});

describe('the safepoint plugin', () => {
  it('writes the bundle with safepoints and sampler, and the map', async () => {
    await build(options());
    const code = readFileSync(outfile, 'utf8');
    const map = JSON.parse(readFileSync(mapFile, 'utf8'));
    expect(code).toContain('globalThis.sampled = true');
    expect(code).toMatch(/function run\(list\) \{;--__safepoint_left<0&&/);
    expect(code).toContain(`__safepoint_build="${map.x_build}"`);
    expect(map.x_build).toMatch(/^tool@[0-9a-f]{12}$/);
    expect(map.names).toContain('run');
    const { run } = await import(outfile);
    expect(run([1, 2])).toBe('1,2');
  });

  it('writes no bundle when the build asks for none to be written', async () => {
    rmSync(outfile);
    const { outputFiles } = await build(options({ write: false }));
    expect(outputFiles!.map(({ text }) => text.includes('__safepoint_left'))).toEqual([true]);
    expect(existsSync(outfile)).toBe(false);
  });

  it.each([
    ['another format', { format: 'iife' }],
    ['no bundle', { bundle: false }],
    ['two entries', { entryPoints: [entry, sampler] }],
  ] as [string, BuildOptions][])('refuses %s', async (_, more) => {
    await expect(build(options(more))).rejects.toThrow(/expected one bundled entry in the format "esm"/);
  });
});
