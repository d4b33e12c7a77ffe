// Node, tests and benchmarks. An app some of whose components have more environment variables, and may call a collector.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { root } from '../../scripts/build/paths.ts';

interface Component {
  source: string;
  allowed_outbound_hosts?: string[];
  environment?: Record<string, string>;
  files?: unknown;
  dependencies?: Record<string, { path: string }>;
}

/** Those of the demo that use the SDK. */
const ofDemo = ['mcp-gateway', 'items-ts'];

export interface TelemetryApp {
  environment: Record<string, string>;
  /** One more that they may call. */
  host?: string;
  /** Absolute path; default: the demo's. */
  manifest?: string;
  /** Which of its components. */
  components?: string[];
}

/** Writes the changed manifest; gives its absolute path. */
export function telemetryApp({
  environment,
  host,
  manifest: original = join(root, 'spin.toml'),
  components = ofDemo,
}: TelemetryApp): string {
  const manifest = parse(readFileSync(original, 'utf8')) as unknown as { component: Record<string, Component> };
  const absolute = (path: string) => resolve(dirname(original), path);
  for (const [name, component] of Object.entries(manifest.component)) {
    component.source = absolute(component.source);
    for (const dependency of Object.values(component.dependencies ?? {})) dependency.path = absolute(dependency.path);
    // Spin mounts nothing that is outside the manifest's folder; the profiler's maps are not needed here
    delete component.files;
    if (!components.includes(name)) continue;
    component.environment = { ...component.environment, ...environment };
    if (host) component.allowed_outbound_hosts = [...(component.allowed_outbound_hosts ?? []), host];
  }
  const path = join(mkdtempSync(join(tmpdir(), 'sidecars-telemetry-')), 'spin.toml');
  writeFileSync(path, stringify(manifest));
  return path;
}
