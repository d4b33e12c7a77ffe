// Node. Tells, when a component has been built, what the manifest lacks for it to load.
import { basename } from 'node:path';
import type { ManifestComponent } from './manifest-component.ts';

const contract = 'sidecars:metrics';

/** A line for the user, or undefined when all is there. */
export function missingDependency(
  { id, manifest, dependencies }: ManifestComponent,
  imports: readonly string[],
): string | undefined {
  const needed = imports.find((name) => name.startsWith(`${contract}/`));
  if (needed === undefined || dependencies.some((name) => name.startsWith(contract))) return undefined;
  const [, version] = needed.split('@');
  return (
    `${basename(manifest)}: component "${id}" imports ${needed} and has no dependency "${contract}@${version}", ` +
    'so no host will load it; add one as docs/building.md shows'
  );
}
