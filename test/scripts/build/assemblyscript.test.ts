import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildAssemblyScript,
  exportedInterfaces,
  functionOwner,
  renameExports,
} from '../../../scripts/build/assemblyscript.ts';
import { witSource } from '../../../scripts/build/wit.ts';

describe('exportedInterfaces', () => {
  it('are the interfaces that the world exports, with their versions', () => {
    const names = ['sidecars:metrics/registry@0.1.0', 'sidecars:metrics/profiles@0.1.0'];
    expect(exportedInterfaces(witSource(), 'registry')).toEqual(names);
  });

  it('refuses a world that is not there or exports nothing', () => {
    expect(() => exportedInterfaces('', 'w')).toThrow('no "world w { … }" found');
    expect(() => exportedInterfaces('world w {\n  import a:b/c;\n}', 'w')).toThrow('exports no interface');
  });
});

describe('functionOwner', () => {
  const wit = 'interface c {\n    one: func();\n}\ninterface d {\n    two: func();\n    three: func();\n}\n';

  it('tells which of several interfaces has a function', () => {
    const ownerOf = functionOwner(wit, ['a:b/c@1.0.0', 'a:b/d@1.0.0']);
    expect(['one', 'two', 'three'].map(ownerOf)).toEqual(['a:b/c@1.0.0', 'a:b/d@1.0.0', 'a:b/d@1.0.0']);
    expect(() => ownerOf('four')).toThrow('none of a:b/c@1.0.0, a:b/d@1.0.0 has a function "four"');
  });

  it('refuses two functions of one name', () => {
    expect(() => functionOwner(wit.replace('two', 'one'), ['a:b/c', 'a:b/d'])).toThrow('"one" is also a function of');
  });
});

describe('renameExports', () => {
  it('names functions and their post-returns after the interface, and leaves memory and cabi_realloc alone', () => {
    const wat = `(export "memory" (memory 0))
(export "cabi_realloc" (func 1))
(export "foldNow" (func 2))
(export "cabi_post_foldNow" (func 3))`;
    expect(renameExports(wat, functionOwner('', ['a:b/c@1.0.0']))).toBe(`(export "memory" (memory 0))
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
