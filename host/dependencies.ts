// Node. Which of a component's imports each of its dependencies provides, by exact name and version as in Spin.
import { HostError } from './errors.ts';
import { isOffered } from './host-interfaces.ts';

export interface Provider {
  /** Key in spin.toml: `ns:pkg@1.0.0` or `ns:pkg/interface@1.0.0`. */
  name: string;
  /** For messages. */
  path: string;
  exports: string[];
  imports: string[];
}

/**
 * For each provider, the imports it satisfies. `where` opens every message.
 * Throws a HostError for a provider nobody needs, one that lacks an export, and an import nobody provides.
 */
export function matchDependencies(imports: string[], providers: Provider[], where: string): string[][] {
  const provided = providers.map((provider) => {
    const matches = imports.filter((name) => matchesKey(name, provider.name));
    if (matches.length === 0) {
      throw new HostError(
        'DEPENDENCY_UNUSED',
        `${where}: dependency "${provider.name}" matches no import: found imports ${quoted(foreign(imports))}, expected one of that name and version; correct the name or remove the dependency`,
      );
    }
    const missing = matches.find((name) => !provider.exports.includes(name));
    if (missing !== undefined) {
      throw new HostError(
        'DEPENDENCY_EXPORT',
        `${where}: dependency "${provider.name}": ${provider.path} exports ${quoted(provider.exports)}, expected "${missing}"; build it for the same version`,
      );
    }
    checkOffered(
      provider.imports,
      `${where}: dependency "${provider.name}"`,
      'dependencies are not linked to each other',
    );
    return matches;
  });
  const satisfied = provided.flat();
  const twice = satisfied.find((name, index) => satisfied.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new HostError('DEPENDENCY_UNUSED', `${where}: import "${twice}" is provided by two dependencies; remove one`);
  }
  checkOffered(
    imports.filter((name) => !satisfied.includes(name)),
    where,
    'name a file that exports it under [component.<id>.dependencies]',
  );
  return provided;
}

function checkOffered(imports: string[], where: string, fix: string): void {
  const unknown = imports.find((name) => !isOffered(name));
  if (unknown === undefined) return;
  throw new HostError(
    'IMPORT_UNKNOWN',
    `${where}: found import "${unknown}", which neither the host nor a dependency provides; ${fix}`,
  );
}

/** `ns:pkg@1` names every interface of the package; `ns:pkg/interface@1` names one. */
function matchesKey(importName: string, key: string): boolean {
  if (importName === key) return true;
  const [base = '', version] = importName.split('@');
  const packageName = base.split('/')[0];
  return key === (version === undefined ? packageName : `${packageName}@${version}`);
}

/** Imports that a dependency could be meant for. */
function foreign(imports: string[]): string[] {
  const others = imports.filter((name) => !isOffered(name));
  return others.length > 0 ? others : imports;
}

function quoted(names: string[]): string {
  return names.length === 0 ? '(none)' : names.map((name) => `"${name}"`).join(', ');
}
