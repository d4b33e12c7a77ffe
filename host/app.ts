// Node, main thread. A manifest made ready to run: components transpiled, dependencies matched, capabilities settled.
import { readFile } from 'node:fs/promises';
import { parseAllowedHosts } from './allowed-hosts.ts';
import { matchDependencies } from './dependencies.ts';
import { HostError, messageOf } from './errors.ts';
import type { ComponentDefinition, Manifest } from './manifest.ts';
import type { Capabilities, ComponentImage } from './protocol.ts';
import { type TranspiledComponent, transpile } from './transpile.ts';
import { expandTemplate } from './variables.ts';

export interface AppOptions {
  manifest: Manifest;
  /** Values of the application's variables. */
  variables: ReadonlyMap<string, string>;
  /** More environment variables for every component. */
  environment: Record<string, string>;
  /** Labels that exist. */
  storeLabels: string[];
  /** The same of SQLite databases. */
  databaseLabels: string[];
  /** Folder for transpiled components. */
  cacheDir: string;
}

/** Images by component id. Throws a HostError for everything that Spin would refuse at start. */
export async function loadApp(options: AppOptions): Promise<Map<string, ComponentImage>> {
  const { manifest, cacheDir } = options;
  const components = [...manifest.components.values()];
  const capabilities = components.map((component) => settleCapabilities(component, options));
  const load = loader(cacheDir, manifest);
  const images = new Map<string, ComponentImage>();
  for (const [index, component] of components.entries()) {
    images.set(component.id, await loadComponent(component, capabilities[index] as Capabilities, load, manifest));
  }
  return images;
}

type Load = (path: string, where: string) => Promise<TranspiledComponent>;

async function loadComponent(
  component: ComponentDefinition,
  capabilities: Capabilities,
  load: Load,
  manifest: Manifest,
): Promise<ComponentImage> {
  const where = `component "${component.id}"`;
  const own = await load(component.source, `${where}: source`);
  const loaded = await Promise.all(
    component.dependencies.map(({ name, path }) => load(path, `${where}: dependency "${name}"`)),
  );
  const providers = component.dependencies.map(({ name, path }, index) => {
    const { imports, exports } = loaded[index] as TranspiledComponent;
    return { name, path, imports, exports };
  });
  const provided = matchDependencies(own.imports, providers, `${manifest.path}: ${where}`);
  if (
    isTriggered(component.id, manifest) &&
    !own.exports.some((name) => /^wasi:http\/incoming-handler@0\.2\./.test(name))
  ) {
    throw new HostError(
      'COMPONENT_SOURCE',
      `${manifest.path}: ${where}: ${component.source} exports ${own.exports.join(', ') || 'nothing'}, expected wasi:http/incoming-handler@0.2.*; only such a component can serve a route`,
    );
  }
  return {
    ...own,
    id: component.id,
    capabilities,
    dependencies: component.dependencies.map(({ inherit }, index) => ({
      ...(loaded[index] as TranspiledComponent),
      provides: provided[index] as string[],
      inherit,
    })),
  };
}

function isTriggered(id: string, manifest: Manifest): boolean {
  return manifest.triggers.some((trigger) => trigger.component === id);
}

/** Loads each file once, however many components use it. */
function loader(cacheDir: string, manifest: Manifest): Load {
  const loaded = new Map<string, Promise<TranspiledComponent>>();
  const read = async (path: string, where: string) => {
    const bytes = await readFile(path).catch((error) => {
      throw new HostError(
        'COMPONENT_SOURCE',
        `${manifest.path}: ${where}: found no readable file ${path} (${error.code}), expected a component; build it or correct the path`,
      );
    });
    return transpile(bytes, cacheDir).catch((error) => {
      throw new HostError(
        'COMPONENT_SOURCE',
        `${manifest.path}: ${where}: ${path} cannot be loaded: found ${messageOf(error)}, expected a WebAssembly component; build it again`,
      );
    });
  };
  return (path, where) => {
    const known = loaded.get(path) ?? read(path, where);
    loaded.set(path, known);
    return known;
  };
}

/** As Spin reads it: `*.spin.internal` allows the components that there are, and no other name. */
function everyComponent(host: string, { components }: Manifest): string[] {
  const [, scheme] = /^(\w+|\*):\/\/\*\.spin\.internal$/i.exec(host) ?? [];
  return scheme === undefined ? [host] : [...components.keys()].map((id) => `${scheme}://${id}.spin.internal`);
}

function settleCapabilities(component: ComponentDefinition, options: AppOptions): Capabilities {
  const { manifest, variables, storeLabels, databaseLabels } = options;
  const where = `${manifest.path}: component "${component.id}"`;
  for (const label of component.keyValueStores) {
    if (storeLabels.includes(label)) continue;
    throw new HostError(
      'STORE_UNKNOWN',
      `${where}: key_value_stores: found "${label}", expected one of ${storeLabels.join(', ')}; add [key_value_store.${label}] type = "spin" to the runtime configuration file and pass it`,
    );
  }
  for (const label of component.sqliteDatabases) {
    if (databaseLabels.includes(label)) continue;
    throw new HostError(
      'STORE_UNKNOWN',
      `${where}: sqlite_databases: found "${label}", expected one of ${databaseLabels.join(', ')}; add [sqlite_database.${label}] type = "spin" to the runtime configuration file and pass it`,
    );
  }
  const hosts = component.allowedOutboundHosts
    .map((host) => expandTemplate(host, variables, `${where}: allowed_outbound_hosts`))
    .flatMap((host) => everyComponent(host, manifest));
  return {
    environment: Object.entries({ ...component.environment, ...options.environment }),
    allowedHosts: parseAllowedHosts(hosts, where),
    keyValueStores: component.keyValueStores,
    sqliteDatabases: component.sqliteDatabases,
    mounts: component.files,
    variables: Object.entries(component.variables).map(([name, text]) => [
      name,
      expandTemplate(text, variables, `${where}: variables: "${name}"`),
    ]),
  };
}
