// Node, tests. The component of test/fixtures/wat-target, from its text.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco';
import { buildDir, root } from '../../scripts/build/paths.ts';
import { witSource } from '../../scripts/build/wit.ts';

/** Resolves to the absolute path of the .wasm file. */
export async function buildWatTarget(): Promise<string> {
  const binary = await parse(readFileSync(join(root, 'test/fixtures/wat-target/target.wat'), 'utf8'));
  const embedded = await componentEmbed({ binary, witSource: witSource(), world: 'plain' });
  const out = join(buildDir, 'fixtures/wat-target.wasm');
  mkdirSync(join(buildDir, 'fixtures'), { recursive: true });
  writeFileSync(out, await componentNew(embedded, []));
  return out;
}
