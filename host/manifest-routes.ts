// Node. The [[trigger.http]] part of a manifest.
import { HostError } from './errors.ts';
import { isTable, type Reader, type Table } from './toml.ts';

export interface Trigger {
  component: string;
  /** `undefined`: a private route, reachable only as `http://<component>.spin.internal`. */
  route: string | undefined;
}

/** Reads the HTTP triggers in the order of the file. Throws a HostError for unknown components and duplicate routes. */
export function readRoutes(trigger: Table, components: string[], read: Reader): Trigger[] {
  for (const kind of Object.keys(trigger)) {
    if (kind === 'http') continue;
    throw new HostError('UNSUPPORTED', `${read.file}: trigger.${kind}: the embedded host serves only trigger.http`);
  }
  const entries = trigger.http ?? [];
  if (!Array.isArray(entries)) throw read.wrong('trigger.http', entries, 'entries that start with [[trigger.http]]');
  const owners = new Map<string, string>();
  return entries.map((value, index) => {
    const where = `trigger.http ${index + 1}`;
    const entry = read.table(value, where);
    const component = readComponentId(entry, components, where, read);
    const route = readRoute(entry.route, `trigger of "${component}": route`, read);
    if (route !== undefined) claim(route, component, owners, read);
    return { component, route };
  });
}

function readComponentId(entry: Table, components: string[], where: string, read: Reader): string {
  if (isTable(entry.component)) {
    throw new HostError(
      'UNSUPPORTED',
      `${read.file}: ${where}: found an inline component, expected the id of a [component.<id>]`,
    );
  }
  const component = read.string(entry.component, `${where}: component`);
  if (components.includes(component)) return component;
  throw new HostError(
    'COMPONENT_UNKNOWN',
    `${read.file}: ${where}: found component "${component}", expected one of ${components.map((id) => `"${id}"`).join(', ') || '(none is defined)'}; add [component.${component}] or correct the name`,
  );
}

function readRoute(value: unknown, where: string, read: Reader): string | undefined {
  if (isTable(value) && value.private === true && Object.keys(value).length === 1) return undefined;
  if (typeof value !== 'string') throw read.wrong(where, value, 'a path such as "/a/..." or { private = true }');
  const path = value.startsWith('/') ? value : `/${value}`;
  const middle = path.split('/').slice(1, -1);
  if (middle.includes('...')) throw read.wrong(where, value, '"..." only at the end');
  return path;
}

/** Two routes are the same when they differ only in the names of their parameters. */
function claim(route: string, component: string, owners: Map<string, string>, read: Reader): void {
  const shape = route.replace(/\/:[^/]+/g, '/:').replace(/(.)\/$/, '$1');
  const owner = owners.get(shape);
  if (owner !== undefined) {
    throw new HostError(
      'ROUTE_DUPLICATE',
      `${read.file}: component "${component}": route "${route}" is also used by "${owner}"; change one`,
    );
  }
  owners.set(shape, component);
}
