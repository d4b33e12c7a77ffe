import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { originSection, readComponent } from '../../host/component-binary.ts';
import { importMemory, memoryImport } from '../../host/core-memory.ts';
import { type TestComponents, testComponents } from './fixture/components.ts';

let components: TestComponents;
beforeAll(async () => {
  components = await testComponents();
});

test('names of imports and exports are read with their versions', () => {
  const guest = readComponent(readFileSync(components.guest));
  expect(guest.imports).toContain('wasi:keyvalue/store@0.2.0-draft2');
  expect(guest.imports).toContain('sidecars:probe/grants@0.1.0');
  expect(guest.exports).toEqual(['wasi:http/incoming-handler@0.2.10']);
  const probe = readComponent(readFileSync(components.probe));
  expect([probe.imports, probe.exports]).toEqual([['fermyon:spin/key-value@2.0.0'], ['sidecars:probe/grants@0.1.0']]);
});

test('the hollow copy is a valid component of a fraction of the size, with numbered modules', async () => {
  const bytes = readFileSync(components.guest);
  const { hollow, modules } = readComponent(bytes);
  expect(hollow.length).toBeLessThan(bytes.length / 20);
  const again = readComponent(hollow);
  expect(again.modules).toHaveLength(modules.length);
  for (const [number, module] of again.modules.entries()) {
    const compiled = await WebAssembly.compile(module as Uint8Array<ArrayBuffer>);
    expect([...new Uint8Array(WebAssembly.Module.customSections(compiled, originSection)[0]!)]).toEqual([number]);
  }
});

test('a module with a memory of its own comes to import it, and still exports it', async () => {
  const { modules } = readComponent(readFileSync(components.guest));
  const { module, limits } = importMemory(modules[0] as Uint8Array);
  const compiled = await WebAssembly.compile(module as Uint8Array<ArrayBuffer>);
  expect(limits?.initial).toBeGreaterThan(100);
  expect(WebAssembly.Module.imports(compiled).at(-1)).toMatchObject({ ...memoryImport, kind: 'memory' });
  expect(WebAssembly.Module.exports(compiled)).toContainEqual(
    expect.objectContaining({ name: 'memory', kind: 'memory' }),
  );
});

test.each([
  ['', 'not WebAssembly'],
  ['text', 'not WebAssembly'],
  ['\0asm\u0001\0\0\0', 'not a component'],
  ['\0asm\r\0\u0001\0\u0001\u0009', 'cut off'],
])('%j is refused', (text, reason) => {
  expect(() => readComponent(Buffer.from(text, 'latin1'))).toThrow(reason);
});
