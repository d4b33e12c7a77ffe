// Node, build time. The world of a tool whose imports are known: exactly those, and wasi:http to be served by. An import that
// is not used would have to be there in the host all the same.
import { wasiVersion } from './wit.ts';
import { nested, type WitPackage } from './wit-package.ts';

export const toolWorldName = 'tool';

const handler = `wasi:http/incoming-handler@${wasiVersion}`;

/**
 * The WIT text for `imports` (`namespace:package/interface@version`). Of `packages` the first with an id counts, and only
 * those that are reached. Throws with the import that none of them has.
 */
export function toolWorld(imports: readonly string[], packages: readonly WitPackage[]): string {
  const known = new Map<string, WitPackage>();
  for (const found of packages) if (!known.has(found.id)) known.set(found.id, found);
  for (const name of imports) checkImport(name, known);
  const reached = new Map<string, WitPackage>();
  const waiting = [handler, ...imports].map(packageOf);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const found = known.get(id);
    if (!found || reached.has(id)) continue;
    reached.set(id, found);
    waiting.push(...referencedBy(found.body));
  }
  const lines = [...new Set(imports)].sort().map((name) => `    import ${name};`);
  const world = [`world ${toolWorldName} {`, ...lines, `    export ${handler};`, '}'];
  return ['package spin-sidecars:build;', ...world, ...[...reached.values()].map(nested)].join('\n');
}

/** `a:b/c@1` -> `a:b@1`. */
const packageOf = (name: string): string => name.replace(/\/[^@]*/, '');

/** Packages that a WIT text takes something from: `use wasi:io/poll@0.2.10.{pollable};`. */
function referencedBy(text: string): string[] {
  const names = text
    .replace(/\/\/.*$/gm, '')
    .matchAll(/[a-z][a-z0-9-]*:[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*(?:@\d[\w.+-]*\w)?/g);
  return [...names].map(([name]) => packageOf(name));
}

function checkImport(name: string, known: ReadonlyMap<string, WitPackage>): void {
  const id = packageOf(name);
  const found = known.get(id);
  const [, local] = /\/([^@]*)/.exec(name) ?? [];
  if (found && new RegExp(`^\\s*interface ${local}\\b`, 'm').test(found.body)) return;
  const what = found ? `package ${id} has no such interface` : `known packages: ${[...known.keys()].join(', ')}`;
  throw new Error(`import "${name}": found in no WIT; ${what}; correct it, or give the folder that has it with --wit`);
}
