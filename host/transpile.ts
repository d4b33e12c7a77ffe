// Node, main thread. Component -> JavaScript bindings (jco-transpile) and compiled core modules.
// The bindings are cached on disk by content hash; core modules come from the component itself.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { type ComponentBinary, originSection, readComponent } from './component-binary.ts';
import { importMemory } from './core-memory.ts';
import type { CoreModule } from './protocol.ts';

export interface TranspiledComponent {
  imports: string[];
  exports: string[];
  /** Absolute path of an ES module that exports `instantiate(getCoreModule, imports)`. */
  bindingsPath: string;
  coreModules: CoreModule[];
}

/** Changes whenever the same component would give other bindings. */
const recipe = 'jco-transpile 0.1.1, recipe 3';

/** `cacheDir` may be shared by hosts that run at the same time. Throws an Error when the bytes are not a component. */
export async function transpile(bytes: Uint8Array, cacheDir: string): Promise<TranspiledComponent> {
  const binary = readComponent(bytes);
  const hash = createHash('sha256').update(recipe).update(binary.hollow).digest('hex').slice(0, 32);
  const folder = join(cacheDir, 'components');
  const bindingsPath = join(folder, `${hash}.mjs`);
  const namesPath = join(folder, `${hash}.json`);
  if (!existsSync(namesPath) || !existsSync(bindingsPath)) {
    const { bindings, names } = await generate(binary);
    writeAtomically(bindingsPath, bindings);
    writeAtomically(namesPath, JSON.stringify(names));
  }
  const names = JSON.parse(readFileSync(namesPath, 'utf8')) as string[];
  const coreModules = await Promise.all(
    names.map(async (name, number): Promise<CoreModule> => {
      const { module, limits } = importMemory(binary.modules[number] as Uint8Array);
      const compiled = await WebAssembly.compile(module as Uint8Array<ArrayBuffer>);
      return { name, module: compiled, ...(limits && { memory: limits }) };
    }),
  );
  return { imports: binary.imports, exports: binary.exports, bindingsPath, coreModules };
}

/** `names[n]` is what the bindings call core module n. */
async function generate(binary: ComponentBinary): Promise<{ bindings: string; names: string[] }> {
  // Loaded late: a warm start does not need it.
  const { transpileBytes } = await import('@bytecodealliance/jco-transpile');
  const { files } = await transpileBytes(binary.hollow, {
    name: 'component',
    instantiation: 'sync',
    wasiShim: false,
    emitTypescriptDeclarations: false,
    nodejsCompat: false,
    base64Cutoff: 0,
  });
  const names: string[] = [];
  let bindings = '';
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith('.js')) bindings = Buffer.from(content).toString();
    if (name.endsWith('.wasm')) names[await originOf(content)] = name;
  }
  if (bindings === '' || names.length !== binary.modules.length || names.includes(undefined as never)) {
    throw new Error(
      `transpiled to ${Object.keys(files).join(', ')}: expected bindings and ${binary.modules.length} core modules`,
    );
  }
  return { bindings: lighten(strict(bindings)), names };
}

async function originOf(module: Uint8Array): Promise<number> {
  const compiled = await WebAssembly.compile(module as Uint8Array<ArrayBuffer>);
  const [content] = WebAssembly.Module.customSections(compiled, originSection);
  if (!content) throw new Error('a core module lost its number while it was transpiled');
  return new Uint8Array(content).reduce((sum, byte, index) => sum + (byte & 0x7f) * 128 ** index, 0);
}

/**
 * A string that is not UTF-8 is a trap in the component model, where the bindings would quietly replace what they
 * cannot decode; and a byte order mark is a character like any other.
 */
function strict(bindings: string): string {
  return bindings.replace('new TextDecoder()', "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })");
}

/** Short ASCII strings (keys, label values) are encoded where they belong, without a buffer in between. */
const encodeInPlace = `
    if (s.length <= 256) {
      const ptr = realloc(0, 0, 1, s.length);
      const { read, written } = utf8Encoder.encodeInto(s, new Uint8Array(memory.buffer, ptr, s.length));
      utf8EncodedLen = written;
      if (read === s.length) return ptr;
    }
    `;

/**
 * The bindings keep a task record and look for a debug flag in the environment on every call, for the
 * asynchronous component model, which is not used here. Both cost more than the calls themselves. Where the
 * text is not found the bindings stay as they are, which is slower and still right.
 */
function lighten(bindings: string): string {
  return bindings
    .replace('let buf = utf8Encoder.encode(s);', `${encodeInPlace}let buf = utf8Encoder.encode(s);`)
    .replace(
      /const _debugLog = \(\.\.\.args\) => \{[^}]*\}\s*console\.debug\(\.\.\.args\);\s*\}/,
      'const _debugLog = () => {};',
    )
    .replace(/^ *_debugLog\((?:'[^'\n]*'|\[[^\]\n]*\]|"[^"\n]*")(?:, \{[^{}]*\})?\);\n/gm, '')
    .replace(/(function startCurrentTask\([^)]*\) \{)/, '$1 return 0n;')
    .replace(/(function endCurrentTask\([^)]*\) \{)/, '$1 return;');
}
