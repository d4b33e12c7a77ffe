// Node. Reads a Spin 2 manifest (spin.toml) into plain data, refusing what Spin would refuse.
// Paths are made absolute here; whether the files exist is checked where they are loaded.
import { dirname, resolve } from 'node:path';
import { parseAllowedHosts } from './allowed-hosts.ts';
import { HostError } from './errors.ts';
import { readFiles } from './manifest-files.ts';
import { readRoutes, type Trigger } from './manifest-routes.ts';
import type { Mount } from './protocol.ts';
import { isTable, Reader, readToml, type Table } from './toml.ts';

export interface VariableDefinition {
  default?: string;
  required: boolean;
}

export interface DependencyDefinition {
  /** Key in spin.toml: `ns:pkg@1.0.0` or `ns:pkg/interface@1.0.0`. */
  name: string;
  /** Absolute path of a component. */
  path: string;
  /** True: the dependency may use what its component may use. */
  inherit: boolean;
}

export interface ComponentDefinition {
  id: string;
  /** Absolute path of the component. */
  source: string;
  environment: Record<string, string>;
  /** As written: may hold `{{ variable }}`. */
  allowedOutboundHosts: string[];
  keyValueStores: string[];
  sqliteDatabases: string[];
  /** Templates, by name. */
  variables: Record<string, string>;
  dependencies: DependencyDefinition[];
  files: Mount[];
}

export interface Manifest {
  /** Absolute path of the file. */
  path: string;
  /** Folder of the file. */
  folder: string;
  name: string;
  variables: Record<string, VariableDefinition>;
  components: Map<string, ComponentDefinition>;
  triggers: Trigger[];
}

const componentKeys = [
  'source',
  'description',
  'environment',
  'allowed_outbound_hosts',
  'key_value_stores',
  'variables',
  'dependencies',
  'dependencies_inherit_configuration',
  'build',
  'files',
  'exclude_files',
  'ai_models',
  'sqlite_databases',
  'tool',
  'profile',
];

/** Reads and checks the file. Throws a HostError that names file, entry, what was found and what was expected. */
export function readManifest(path: string): Manifest {
  const absolute = resolve(path);
  const table = readToml(absolute, 'manifest', { missing: 'MANIFEST_NOT_FOUND', syntax: 'MANIFEST_INVALID_TOML' });
  const read = new Reader(absolute, 'MANIFEST_INVALID');
  checkVersion(table, read);
  const folder = dirname(absolute);
  const application = read.table(table.application, 'application');
  const components = new Map<string, ComponentDefinition>();
  for (const [id, value] of Object.entries(read.table(table.component, 'component'))) {
    components.set(id, readComponent(id, read.table(value, `component "${id}"`), folder, read));
  }
  return {
    path: absolute,
    folder,
    name: read.string(application.name, 'application: name'),
    variables: readVariables(read.table(table.variables, 'variables'), read),
    components,
    triggers: readRoutes(read.table(table.trigger, 'trigger'), [...components.keys()], read),
  };
}

function checkVersion(table: Table, read: Reader): void {
  const version = table.spin_manifest_version ?? table.spin_version;
  if (version === 2) return;
  const found = version === undefined ? 'no spin_manifest_version' : `version ${JSON.stringify(version)}`;
  throw new HostError(
    'MANIFEST_VERSION',
    `${read.file}: found ${found}, expected spin_manifest_version = 2; \`spin doctor\` upgrades a manifest of version 1`,
  );
}

function readVariables(table: Table, read: Reader): Record<string, VariableDefinition> {
  const variables: Record<string, VariableDefinition> = {};
  for (const [name, value] of Object.entries(table)) {
    const where = `variables: "${name}"`;
    if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
      throw read.wrong(where, name, 'lower-case words joined by "_"');
    }
    const definition = read.table(value, where);
    read.onlyKeys(definition, ['default', 'required', 'secret', 'description'], where);
    const required = read.boolean(definition.required, `${where}: required`);
    if (definition.default === undefined) {
      if (!required) throw read.wrong(where, definition, '`default = "…"` or `required = true`');
      variables[name] = { required };
    } else {
      variables[name] = { required, default: read.string(definition.default, `${where}: default`) };
    }
  }
  return variables;
}

function readComponent(id: string, table: Table, folder: string, read: Reader): ComponentDefinition {
  const where = `component "${id}"`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/i.test(id))
    throw read.wrong(where, id, 'words of letters and digits joined by "-"');
  read.onlyKeys(table, componentKeys, where);
  const models = table.ai_models;
  if (models !== undefined && !(Array.isArray(models) && models.length === 0))
    throw unsupported(read, `${where}: ai_models`, 'remove it');
  const allowedOutboundHosts = read.strings(table.allowed_outbound_hosts, `${where}: allowed_outbound_hosts`);
  // Templates are known only after the variables are; the rest is checked now, as Spin does.
  parseAllowedHosts(
    allowedOutboundHosts.filter((host) => !host.includes('{{')),
    `${read.file}: ${where}`,
  );
  return {
    id,
    source: readSource(table.source, where, folder, read),
    environment: read.stringTable(table.environment, `${where}: environment`),
    allowedOutboundHosts,
    keyValueStores: read.strings(table.key_value_stores, `${where}: key_value_stores`),
    sqliteDatabases: read.strings(table.sqlite_databases, `${where}: sqlite_databases`),
    variables: read.stringTable(table.variables, `${where}: variables`),
    dependencies: readDependencies(table, where, folder, read),
    files: readFiles(table.files, where, folder, read),
  };
}

function readSource(value: unknown, where: string, folder: string, read: Reader): string {
  if (typeof value === 'string') return resolve(folder, value);
  if (isTable(value))
    throw unsupported(read, `${where}: source from a URL or registry`, 'download it and give its path');
  throw read.wrong(`${where}: source`, value, 'the path of a .wasm file');
}

function readDependencies(table: Table, where: string, folder: string, read: Reader): DependencyDefinition[] {
  const inheritsAll = read.boolean(
    table.dependencies_inherit_configuration,
    `${where}: dependencies_inherit_configuration`,
  );
  return Object.entries(read.table(table.dependencies, `${where}: dependencies`)).map(([name, value]) => {
    const at = `${where}: dependency "${name}"`;
    if (!/^[a-z0-9-]+:[a-z0-9-]+(\/[a-z0-9-]+)?(@.+)?$/.test(name)) {
      throw read.wrong(at, name, '"namespace:package@version" or "namespace:package/interface@version"');
    }
    if (!isTable(value) || typeof value.path !== 'string') {
      throw unsupported(read, `${at}: found ${JSON.stringify(value)}`, 'give a local file: { path = "…" }');
    }
    const own = value.inherit_configuration;
    if (own !== undefined && table.dependencies_inherit_configuration !== undefined) {
      throw read.wrong(at, 'inherit_configuration', 'it here or dependencies_inherit_configuration, not both');
    }
    if (Array.isArray(own)) throw unsupported(read, `${at}: inherit_configuration as a list`, 'use true');
    return { name, path: resolve(folder, value.path), inherit: inheritsAll || read.boolean(own, at) };
  });
}

function unsupported(read: Reader, what: string, fix: string): HostError {
  return new HostError(
    'UNSUPPORTED',
    `${read.file}: ${what}: the embedded host does not support this; ${fix}, or use Spin`,
  );
}
