// Node, main thread. Just enough of the component binary format: what a component imports and exports, and a hollow copy of it.
// The hollow copy keeps the types and drops all code and data; transpiling it gives the same JavaScript as
// the original in a hundredth of the time, because a JavaScript engine of 12 MB need not be parsed.

import { Cursor, leb, section, sections } from './wasm-sections.ts';

/** Custom section in which a hollow core module carries its number. */
export const originSection = 'sidecars-origin';

export interface ComponentBinary {
  /** Full names with versions, e.g. `wasi:io/poll@0.2.10`. */
  imports: string[];
  exports: string[];
  /** The original core modules, by number. */
  modules: Uint8Array[];
  /** The component with hollow core modules. */
  hollow: Uint8Array;
}

const componentSection = { coreModule: 1, component: 4, import: 10, export: 11 };
const coreSection = { custom: 0, element: 9, code: 10, data: 11, dataCount: 12 };

/** Throws an Error with a reason when the bytes are not a component. */
export function readComponent(bytes: Uint8Array): ComponentBinary {
  const [magic, kind] = [bytes.subarray(0, 4), bytes.subarray(4, 8)];
  if (!equal(magic, [0, 0x61, 0x73, 0x6d])) throw new Error('not WebAssembly');
  if (!equal(kind, [0x0d, 0, 1, 0])) {
    throw new Error(kind[0] === 1 ? 'a core WebAssembly module, not a component' : 'an unknown kind of WebAssembly');
  }
  const binary: ComponentBinary = { imports: [], exports: [], modules: [], hollow: bytes };
  for (const { id, content } of sections(bytes)) {
    if (id === componentSection.import) binary.imports.push(...importNames(content));
    if (id === componentSection.export) binary.exports.push(...exportNames(content));
  }
  binary.hollow = hollowComponent(bytes, binary.modules);
  return binary;
}

function hollowComponent(bytes: Uint8Array, modules: Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (const { id, whole, content } of sections(bytes)) {
    if (id === componentSection.coreModule) {
      const hollow = hollowModule(content, modules.length);
      modules.push(content);
      parts.push(section(id, hollow));
    } else if (id === componentSection.component) {
      parts.push(section(id, hollowComponent(content, modules)));
    } else {
      parts.push(whole);
    }
  }
  return Buffer.concat(parts);
}

/** Every function body becomes `unreachable`; segments and custom sections go. */
function hollowModule(bytes: Uint8Array, number: number): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const dropped = [coreSection.custom, coreSection.element, coreSection.data, coreSection.dataCount];
  for (const { id, whole, content } of sections(bytes)) {
    if (dropped.includes(id)) continue;
    if (id !== coreSection.code) {
      parts.push(whole);
      continue;
    }
    const count = new Cursor(content).u32();
    const bodies = new Uint8Array(count * 4);
    for (let i = 0; i < count; i++) bodies.set([3, 0, 0, 0x0b], i * 4);
    parts.push(section(id, Buffer.concat([leb(count), bodies])));
  }
  const name = Buffer.from(originSection);
  parts.push(section(coreSection.custom, Buffer.concat([leb(name.length), name, leb(number)])));
  return Buffer.concat(parts);
}

function importNames(content: Uint8Array): string[] {
  const cursor = new Cursor(content);
  return Array.from({ length: cursor.u32() }, () => {
    const name = cursor.externName();
    cursor.skipExternType();
    return name;
  });
}

function exportNames(content: Uint8Array): string[] {
  const cursor = new Cursor(content);
  return Array.from({ length: cursor.u32() }, () => {
    const name = cursor.externName();
    if (cursor.byte() === 0) cursor.byte();
    cursor.u32();
    if (cursor.byte() === 1) cursor.skipExternType();
    return name;
  });
}

function equal(bytes: Uint8Array, expected: number[]): boolean {
  return bytes.length === expected.length && expected.every((value, index) => bytes[index] === value);
}
