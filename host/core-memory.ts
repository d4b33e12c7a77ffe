// Node, main thread. Turns a core module's own memory into an import, so that a worker can lend it one that it
// has already: making 10 MB of fresh memory costs more than everything else a small request does.
import { Cursor, leb, section, sections } from './wasm-sections.ts';

/** Import under which a changed module asks for its memory. */
export const memoryImport = { module: 'sidecars:host', name: 'memory' } as const;

/** In pages of 64 KiB. */
export interface MemoryLimits {
  initial: number;
  maximum?: number;
}

const importSection = 2;
const memorySection = 5;
const memoryKind = 2;

/** The module as it is, without limits, when its memory is imported, shared, 64 bits wide or not the only one. */
export function importMemory(module: Uint8Array): { module: Uint8Array; limits?: MemoryLimits } {
  const all = [...sections(module)];
  const memories = all.find(({ id }) => id === memorySection)?.content;
  const imports = all.find(({ id }) => id === importSection)?.content;
  // Without an import section the new one would need a place of its own; such modules are tiny.
  if (!memories || !imports) return { module };
  const cursor = new Cursor(memories);
  const count = cursor.u32();
  const flags = cursor.byte();
  if (count !== 1 || flags > 1 || importsMemory(imports)) return { module };
  const initial = cursor.u32();
  const limits: MemoryLimits = flags === 1 ? { initial, maximum: cursor.u32() } : { initial };
  const entry = Buffer.concat([
    name(memoryImport.module),
    name(memoryImport.name),
    Uint8Array.of(memoryKind),
    memories.subarray(1),
  ]);
  const parts = all.map(({ id, whole, content }) => {
    if (id === memorySection) return new Uint8Array();
    return id === importSection ? section(id, withEntry(content, entry)) : whole;
  });
  return { module: Buffer.concat([module.subarray(0, 8), ...parts]), limits };
}

/** Last, so that the numbers of the other imports stay. */
function withEntry(imports: Uint8Array, entry: Uint8Array): Uint8Array {
  const cursor = new Cursor(imports);
  const count = cursor.u32();
  return Buffer.concat([leb(count + 1), imports.subarray(cursor.at), entry]);
}

function importsMemory(imports: Uint8Array): boolean {
  const cursor = new Cursor(imports);
  for (let count = cursor.u32(); count > 0; count--) {
    cursor.name();
    cursor.name();
    const kind = cursor.byte();
    if (kind === memoryKind) return true;
    if (kind === 0) cursor.u32();
    else if (kind === 1) {
      cursor.byte();
      cursor.limits();
    } else if (kind === 3) cursor.at += 2;
    else return true;
  }
  return false;
}

function name(text: string): Uint8Array {
  return Buffer.concat([leb(text.length), Buffer.from(text)]);
}
