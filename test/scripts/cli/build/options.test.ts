import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptions } from '../../../../scripts/cli/build/options.ts';

const bare = mkdtempSync(join(tmpdir(), 'sidecars-options-'));
const app = join(bare, 'app');
const tool = join(app, 'tool');

beforeAll(() => {
  mkdirSync(join(tool, 'src'), { recursive: true });
  mkdirSync(join(bare, 'src'));
  writeFileSync(join(tool, 'src/index.js'), '');
  writeFileSync(join(bare, 'src/index.ts'), '');
  writeFileSync(join(bare, 'src/index.js'), '');
  writeFileSync(
    join(app, 'spin.toml'),
    `[component.tool]
source = "tool/dist/file.wasm"
environment = { ENABLE_PROFILING = "true" }
[component.tool.build]
command = "npx spin-sidecars build"
workdir = "tool"
`,
  );
});

afterAll(() => rmSync(bare, { recursive: true }));

describe('spin-sidecars build', () => {
  it('needs no option where the manifest says it all', () => {
    expect(readOptions([], tool)).toEqual({
      entry: join(tool, 'src/index.js'),
      isBundled: false,
      out: join(tool, 'dist/file.wasm'),
      folder: tool,
      wit: [],
      name: 'file',
      maps: join(app, 'build/profiles'),
      isProfiled: true,
      component: expect.objectContaining({ id: 'tool' }),
    });
  });

  it('needs no manifest when it is told what to write, and then takes index.ts before index.js', () => {
    expect(readOptions(['-o', 'dist/x.wasm'], bare)).toEqual({
      entry: join(bare, 'src/index.ts'),
      isBundled: false,
      out: join(bare, 'dist/x.wasm'),
      folder: bare,
      wit: [],
      name: 'x',
      maps: join(bare, 'build/profiles'),
      isProfiled: false,
      component: undefined,
    });
  });

  it('lets the command line have the last word', () => {
    const options = ['src/index.js', '--no-profile', '--maps', 'm', '--wit', 'a', '--wit', 'b', '-f', '../spin.toml'];
    expect(readOptions(options, tool)).toMatchObject({ isProfiled: false, maps: join(tool, 'm'), wit: ['a', 'b'] });
    expect(readOptions(['--profile', '-o', 'x.wasm'], bare)).toMatchObject({ isProfiled: true });
  });

  it.each([
    [['--fast'], /Unknown option '--fast'[\s\S]*usage: spin-sidecars build/],
    [['a.ts', 'b.ts'], /^build: found entries a\.ts, b\.ts, expected one at most/],
    [[], /^build: found no spin\.toml in .* or above; .* say what to write with --out$/],
    [['-o', 'x.wasm', '-c', 'tool'], /^build: found no spin\.toml/],
    [['-o', 'x.wasm', 'nowhere.ts'], /^build: found no nowhere\.ts in .*, expected the component's source; name it$/],
    [['-o', 'x.wasm', '--bundled'], /^build: --bundled: found no ENTRY/],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args, bare)).toThrow(message);
  });

  it('is asked for help', () => {
    expect(readOptions(['--help'], bare)).toBeUndefined();
  });
});
