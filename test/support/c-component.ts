// Node, tests. C -> core module -> component: clang and wasm-ld, then what scripts/build/assemblyscript.ts does as well.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { componentEmbed, componentNew } from '@bytecodealliance/jco';
import { witSource } from '../../scripts/build/wit.ts';

/** Programs that `buildC` runs. */
export const cTools = ['clang', 'wasm-ld'];

const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Werror'];
// cabi_realloc copies blocks without libc's memcpy, hence the instructions for bulk memory
const compile = ['--target=wasm32', '-std=c11', '-O2', '-ffreestanding', '-mbulk-memory', ...warnings];
// a component has no main, and nobody debugs it by name
const link = ['--no-entry', '--strip-all'];

/** Makes one component of some C files (absolute paths). Throws with the compiler's own messages. */
export async function buildC(sources: string[], world: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-c-'));
  try {
    // Linked apart, not by clang: it would pass the result to any wasm-opt on the PATH, and npx puts an npm one there.
    run('clang', [...compile, '-c', ...sources], folder);
    const objects = sources.map((source) => `${basename(source, '.c')}.o`);
    run('wasm-ld', [...link, ...objects, '-o', 'core.wasm'], folder);
    const core = readFileSync(join(folder, 'core.wasm'));
    const embedded = await componentEmbed({ binary: core, witSource: witSource(), world });
    return await componentNew(embedded, []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(program: string, args: string[], cwd: string): void {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
