// Node, build time. AssemblyScript -> core module -> component. AssemblyScript cannot name an export `a:b/c@1#d`, so the
// exports are renamed in the module's text form.
import { renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { componentEmbed, componentNew, parse, print } from '@bytecodealliance/jco';
import asc from 'assemblyscript/asc';
import { root } from './paths.ts';
import { witSource } from './wit.ts';

export interface AssemblyScriptComponent {
  /** Absolute path of the entry file. Its exports are named as the WIT functions are, in camelCase. */
  entry: string;
  /** World in wit/components.wit. */
  world: string;
  /** Absolute path of the .wasm file to write. */
  out: string;
}

/** Builds one component. Throws with the compiler's own messages. */
export async function buildAssemblyScript({ entry, world, out }: AssemblyScriptComponent): Promise<void> {
  const wit = witSource();
  const core = await compile(relative(root, entry));
  const text = renameExports(await print(core), functionOwner(wit, exportedInterfaces(wit, world)));
  const embedded = await componentEmbed({ binary: await parse(text), witSource: wit, world });
  const component = await componentNew(embedded, []);
  // written aside and moved: another process may be reading the old one
  const part = `${out}.${process.pid}.part`;
  writeFileSync(part, component);
  renameSync(part, out);
}

/** Compiles an entry file (relative to the repository's root) to a core module. Throws with the compiler's own messages. */
export async function compile(entry: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [entry, '--baseDir', root, '--outFile', 'core.wasm', '-O3', '--runtime', 'stub', '--use', 'abort='],
    {
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`${entry}: asc failed: ${error?.message ?? 'it wrote nothing'}\n${stderr}`);
  return binary;
}

/** The interfaces that a world exports, with their versions. Throws when there is none. */
export function exportedInterfaces(wit: string, world: string): string[] {
  const body = new RegExp(`^world ${world} \\{([^}]*)\\}`, 'm').exec(wit)?.[1];
  if (body === undefined) throw new Error(`wit/components.wit: no "world ${world} { … }" found; add it`);
  const names = [...body.matchAll(/^\s*export\s+([^;]+);/gm)].map((match) => match[1]!.trim());
  if (names.length === 0) throw new Error(`world ${world}: exports no interface, at least 1 expected; export one`);
  return names;
}

/** Tells which of the interfaces has a function. One alone has them all; several must not share a name. */
export function functionOwner(wit: string, interfaces: string[]): (name: string) => string {
  if (interfaces.length === 1) return () => interfaces[0]!;
  const owners = new Map<string, string>();
  for (const full of interfaces) {
    const name = full.replace(/^.*\/|@.*$/g, '');
    const body = new RegExp(`^interface ${name} \\{$(.*?)^\\}$`, 'ms').exec(wit)?.[1] ?? '';
    for (const [, func] of body.matchAll(/^ {4}([a-z0-9-]+): func\(/gm)) {
      if (owners.has(func!))
        throw new Error(`${full}: "${func}" is also a function of ${owners.get(func!)}; rename one`);
      owners.set(func!, full);
    }
  }
  return (name) => {
    const owner = owners.get(name);
    if (owner === undefined)
      throw new Error(`none of ${interfaces.join(', ')} has a function "${name}"; rename the export`);
    return owner;
  };
}

/**
 * Renames a core module's exports (text form) to what the component model expects: `foldNow` becomes
 * `<interface>#fold-now`, `cabi_post_foldNow` becomes `cabi_post_<interface>#fold-now`; `memory` and `cabi_realloc` stay.
 */
export function renameExports(wat: string, ownerOf: (name: string) => string): string {
  return wat.replace(/\(export "([A-Za-z_]\w*)" \(func/g, (all, name: string) => {
    if (name === 'cabi_realloc') return all;
    const [, post = '', local = ''] = /^(cabi_post_)?(.*)$/.exec(name)!;
    const kebab = local.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `(export "${post}${ownerOf(kebab)}#${kebab}" (func`;
  });
}
