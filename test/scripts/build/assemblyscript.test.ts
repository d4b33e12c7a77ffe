import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildAssemblyScript, exportedInterface, renameExports } from '../../../scripts/build/assemblyscript.ts';
import { witSource } from '../../../scripts/build/wit.ts';

describe('exportedInterface', () => {
  it('is the interface that the world exports, with its version', () => {
    expect(exportedInterface(witSource(), 'registry')).toBe('sidecars:metrics/registry@0.1.0');
  });

  it('refuses a world that is not there or exports none or two interfaces', () => {
    expect(() => exportedInterface('', 'w')).toThrow('no "world w { … }" found');
    expect(() => exportedInterface('world w {\n  import a:b/c;\n}', 'w')).toThrow('exports 0 interfaces');
    expect(() => exportedInterface('world w {\n  export a:b/c;\n  export a:b/d;\n}', 'w')).toThrow('(a:b/c, a:b/d)');
  });
});

describe('renameExports', () => {
  it('names functions and their post-returns after the interface, and leaves memory and cabi_realloc alone', () => {
    const wat = `(export "memory" (memory 0))
(export "cabi_realloc" (func 1))
(export "foldNow" (func 2))
(export "cabi_post_foldNow" (func 3))`;
    expect(renameExports(wat, 'a:b/c@1.0.0')).toBe(`(export "memory" (memory 0))
(export "cabi_realloc" (func 1))
(export "a:b/c@1.0.0#fold-now" (func 2))
(export "cabi_post_a:b/c@1.0.0#fold-now" (func 3))`);
  });
});

describe('buildAssemblyScript', () => {
  it('fails with the compiler’s own message, and writes nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'asc-'));
    const entry = join(folder, 'index.ts');
    writeFileSync(entry, 'export function f(): i32 {\n  return nowhere;\n}\n');
    await expect(buildAssemblyScript({ entry, world: 'registry', out: join(folder, 'out.wasm') })).rejects.toThrow(
      /asc failed[\s\S]*Cannot find name 'nowhere'/,
    );
    expect(readdirSync(folder)).toEqual(['index.ts']);
  });
});
