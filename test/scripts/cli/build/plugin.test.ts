// The plugin in a build that is not ours. That the component runs is shown by test/e2e/package.test.ts.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../../../scripts/build/paths.ts';
import { type SidecarsOptions, sidecars } from '../../../../scripts/cli/build/plugin.ts';

// below the root, where packages are found
const folder = mkdtempSync(join(root, 'build/plugin-'));
afterAll(() => rmSync(folder, { recursive: true }));

function built(source: string, options: SidecarsOptions, more: BuildOptions = {}) {
  writeFileSync(join(folder, 'tool.ts'), source);
  return build({
    entryPoints: ['tool.ts'],
    outfile: 'bundle.js',
    absWorkingDir: folder,
    logLevel: 'silent',
    plugins: [sidecars(options)],
    ...more,
  });
}

const errorOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'no error',
    (failure: BuildFailure) => failure.errors.map(({ text }) => text).join('\n'),
  );

const tool = `addEventListener('fetch', (event) => event.respondWith(new Response('Hello')));`;

describe('the plugin sidecars', () => {
  it('writes the component when the build has ended, whether it writes the bundle or not', async () => {
    for (const write of [true, false]) {
      await built(tool, { out: 'out/tool.wasm' }, { write });
      const header = readFileSync(join(folder, 'out/tool.wasm')).subarray(0, 8);
      // a component, not a core module
      expect([...header]).toEqual([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]);
      rmSync(join(folder, 'out'), { recursive: true });
    }
  });

  it('ends with the bundle when it is not told what to write, with safepoints and their map if wanted', async () => {
    await built(`export const twice = (x: number) => x + x;`, { profile: { name: 'tool', mapFile: 'maps/tool.json' } });
    expect(readFileSync(join(folder, 'bundle.js'), 'utf8')).toMatch(/^var __safepoint_left=/);
    expect(JSON.parse(readFileSync(join(folder, 'maps/tool.json'), 'utf8')).sources).toContain('tool.ts');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('wants to be told of spans where they can be, and takes either answer', async () => {
    const source = `import { trace } from '@opentelemetry/api'; export const f = async () => { await 1; return trace; };`;
    expect(await errorOf(built(source, {}))).toBe(
      `${join(folder, 'tool.ts')}: imports @opentelemetry/api, whose active span is lost at an await; expected sidecars({ hasSpans: … }); say true, or false when the code has no spans`,
    );
    const code = async (hasSpans: boolean) =>
      (await built(source, { hasSpans }, { write: false })).outputFiles![0]!.text.split('tool.ts\n')[1];
    expect(await code(true)).not.toContain('await');
    expect(await code(false)).toContain('await 1');
  });

  it('fails the build with what is wrong', async () => {
    expect(await errorOf(built(`import { x } from 'acme:shop/cart@1.0.0'; x();`, { out: 'out/tool.wasm' }))).toMatch(
      /tool\.wasm: not built: import "acme:shop\/cart@1\.0\.0": found in no WIT; /,
    );
    expect(await errorOf(built(`throw new Error('at the top');`, { out: 'out/tool.wasm' }))).toMatch(/at the top/);
    writeFileSync(join(folder, 'other.ts'), tool);
    const two = { entryPoints: ['tool.ts', 'other.ts'], outfile: undefined, outdir: 'bundles' } as BuildOptions;
    expect(await errorOf(built(tool, { out: 'out/tool.wasm' }, two))).toBe(
      'found 2 entry points, expected one for a component; build one at a time',
    );
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
