// Node, tests and benchmarks. An app some of whose components have more environment variables, and may call a collector.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import { root } from '../../scripts/build/paths.ts';
import { type MovableComponent, writeMoved } from './moved-manifest.ts';

interface Component extends MovableComponent {
  allowed_outbound_hosts?: string[];
  environment?: Record<string, string>;
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
  for (const name of components) {
    const component = manifest.component[name]!;
    component.environment = { ...component.environment, ...environment };
    if (host) component.allowed_outbound_hosts = [...(component.allowed_outbound_hosts ?? []), host];
  }
  return writeMoved(manifest, dirname(original));
}
