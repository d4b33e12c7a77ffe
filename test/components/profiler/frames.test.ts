// Stacks of a bundle with safepoints, resolved by the map that the build wrote for it.
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { BundleMaps } from '../../../components/profiler/bundle-maps.ts';
import { framesOf } from '../../../components/profiler/frames.ts';
import { insertSafepoints } from '../../../scripts/build/safepoints/insert.ts';
import type { ProfileMap } from '../../../scripts/build/safepoints/profile-map.ts';

const source = `export class Shop {
  sell(count: number) {
    return [1, 2].map((one) => {
      return this.price(one) * count;
    });
  }
  price(one: number) { return Math.max(one, this.sell.length); }
}
`;

let code: string;
let map: ProfileMap;
beforeAll(async () => {
  const result = await build({
    stdin: { contents: source, sourcefile: 'src/shop.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    outfile: 'shop.js',
    sourcemap: 'external',
  });
  const [mapFile, script] = ['.map', '.js'].map((end) => result.outputFiles.find(({ path }) => path.endsWith(end))!);
  ({ code, map } = insertSafepoints({ name: 'shop', code: script!.text, map: mapFile!.text, isExcluded: () => false }));
});

const maps = () =>
  new BundleMaps({
    read: (path) => (path === '/profiles/shop.json' ? JSON.stringify(map) : undefined),
    list: () => [],
  });

/** `line:column` from 1 of a text in the bundle. */
function positionOf(text: string): string {
  const before = code.slice(0, code.indexOf(text)).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

describe('framesOf', () => {
  it('names function, file and line of the source, through asynchronous callers too', () => {
    const at = positionOf('this.price(one)');
    const stack = `sell/<@source.js:${at}\nasync*sell@source.js:${positionOf('[1, 2].map')}`;
    expect(framesOf(stack, map.x_build, maps())).toEqual([
      expect.objectContaining({
        name: 'Shop.sell/<anonymous>',
        file: 'src/shop.ts',
        line: 4,
        startLine: 3,
        systemName: 'sell/<',
      }),
      expect.objectContaining({ name: 'Shop.sell', file: 'src/shop.ts', line: 3, startLine: 2 }),
    ]);
  });

  it('leaves positions as they are without a map of that very build, and says so', () => {
    for (const wrong of ['shop@another', '../shop@1', 'other@1', '']) {
      const asked = maps();
      const [frame] = framesOf('sell@source.js:3:7', wrong, asked);
      expect(frame).toMatchObject({ name: 'sell', file: 'source.js', line: 3, column: 7 });
      expect(asked.missing).toEqual([wrong]);
    }
  });

  it('takes for a remark what is no position, and names the module’s own code', () => {
    expect(framesOf('(no safepoint)', map.x_build, maps())).toMatchObject([
      { name: '(no safepoint)', file: '', line: 0 },
    ]);
    expect(framesOf('@elsewhere.js:900:1', map.x_build, maps())).toMatchObject([{ name: '(module)' }]);
  });

  it('says that the engine gave no more frames', () => {
    const stack = Array(127).fill('sell@source.js:3:7').join('\n');
    expect(framesOf(stack, 'x@1', maps()).at(-1)!.name).toBe('(frames beyond the engine’s 128)');
  });
});
