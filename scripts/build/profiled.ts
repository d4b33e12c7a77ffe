// Node, build time. Which components get safepoints: those whose environment in spin.toml has ENABLE_PROFILING = "true".
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parse } from 'smol-toml';
import type { ComponentSource } from './component.ts';
import { buildDir } from './paths.ts';

interface Manifest {
  component?: Record<string, { source?: unknown; environment?: Record<string, unknown> }>;
}

/** Those worlds import `sidecars:metrics/profiles`. */
const profilableWorlds = ['instrumented', 'configured'];

/** Names of the built files (without `.wasm`) that components of the manifest with ENABLE_PROFILING = "true" run. */
export function profiledNames(manifestFile: string): Set<string> {
  const { component = {} } = parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const names = new Set<string>();
  for (const { source, environment } of Object.values(component)) {
    if (environment?.ENABLE_PROFILING !== 'true' || typeof source !== 'string') continue;
    const file = resolve(dirname(manifestFile), source);
    if (dirname(file) === buildDir) names.add(basename(file, '.wasm'));
  }
  return names;
}

/**
 * The same components, those of the manifest's profiled ones that are TypeScript and push marked. The profiler has the
 * variable to be switched on, not to be profiled. Throws for one that has no way to hand over samples.
 */
export function withProfiling(components: ComponentSource[], manifestFile: string): ComponentSource[] {
  const names = profiledNames(manifestFile);
  return components.map((component) => {
    const { name, language, world } = component;
    if (!names.has(name) || world === 'profiler') return component;
    if (language === 'typescript' && profilableWorlds.includes(world)) return { ...component, isProfiled: true };
    throw new Error(
      `${manifestFile}: ENABLE_PROFILING is "true" for a component made of ${name}, which is ${language} in the world ` +
        `"${world}"; expected TypeScript in one of ${profilableWorlds.join(', ')}; remove the variable or change the world`,
    );
  });
}
