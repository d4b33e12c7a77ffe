// Node, build time. The world of a tool whose imports are known: exactly those, and wasi:http to be served by. An import that
// is not used would have to be there in the host all the same.
import { wasiVersion } from './wit.ts';
import { joinPackages, nested, type WitPackage } from './wit-package.ts';

export const toolWorldName = 'tool';

const handler = `wasi:http/incoming-handler@${wasiVersion}`;

/**
 * The WIT text for `imports` (`namespace:package/interface@version`), with as much of `packages` as they reach. Throws with
 * the import that none of them has.
 */
export function toolWorld(imports: readonly string[], packages: readonly WitPackage[]): string {
  const known = joinPackages(packages);
  for (const name of imports) checkImport(name, known);
  const lines = [...new Set(imports)].sort().map((name) => `    import ${name};`);
  const world = [`world ${toolWorldName} {`, ...lines, `    export ${handler};`, '}'].join('\n');
  return ['package spin-sidecars:build;', world, ...reachedFrom(world, known).map(nested)].join('\n');
}

/** Packages that a WIT text takes something from, and those that they do. */
export function reachedFrom(text: string, known: ReadonlyMap<string, WitPackage>): WitPackage[] {
  const reached = new Map<string, WitPackage>();
  const waiting = referencedBy(text);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const found = known.get(id);
    if (!found || reached.has(id)) continue;
    reached.set(id, found);
    waiting.push(...referencedBy(nested(found)));
  }
  return [...reached.values()];
}

/** `a:b/c@1` -> `a:b@1`. */
const packageId = (name: string): string => name.replace(/\/[^@]*/, '');

/** Of one text: `use wasi:io/poll@0.2.10.{pollable};`. */
function referencedBy(text: string): string[] {
  const names = text
    .replace(/\/\/.*$/gm, '')
    .matchAll(/[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*(?:@\d[\w.+-]*\w)?/g);
  return [...names].map(([name]) => packageId(name));
}

function checkImport(name: string, known: ReadonlyMap<string, WitPackage>): void {
  const id = packageId(name);
  const found = known.get(id);
  const [, local = ''] = /\/([^@]*)/.exec(name) ?? [];
  if (found?.interfaces.has(local)) return;
  const what = found
    ? `package ${id} has ${[...found.interfaces.keys()].join(', ')}`
    : `known packages: ${[...known.keys()].sort().join(', ')}`;
  const advice = /^[\w-]+:[\w-]+\//.test(name)
    ? 'give the file or folder that has it with --wit'
    : 'the engine has no modules to import: bundle it, or use a package that needs no Node';
  throw new Error(`import "${name}": found in no WIT; ${what}; ${advice}`);
}
