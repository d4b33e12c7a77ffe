// Node, tests. The demo app with its gateway behind the observer: the observer takes the route, the gateway becomes private.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { root } from '../../scripts/build/paths.ts';

interface Manifest {
  trigger: { http: { route: unknown; component: string }[] };
  component: Record<string, { source: string; dependencies?: Record<string, { path: string }> }>;
}

/** Writes the manifest; resolves to its absolute path. */
export function observedDemo(): string {
  const manifest = parse(readFileSync(join(root, 'spin.toml'), 'utf8')) as unknown as Manifest;
  const trigger = manifest.trigger.http.find(({ component }) => component === 'mcp-gateway')!;
  trigger.component = 'gateway-observer';
  manifest.trigger.http.push({ route: { private: true }, component: 'mcp-gateway' });
  const observer = {
    ...structuredClone(manifest.component['weather-ts']!),
    allowed_outbound_hosts: ['http://mcp-gateway.spin.internal'],
    environment: {
      SIDECARS_STORE: 'sidecars',
      SIDECARS_COMPONENT: 'mcp-gateway',
      OBSERVE_TARGET: 'mcp-gateway',
      OBSERVE_ROUTES: '/mcp/...',
    },
  };
  manifest.component['gateway-observer'] = observer;
  for (const component of Object.values(manifest.component)) {
    component.source = join(root, component.source);
    for (const dependency of Object.values(component.dependencies ?? {})) dependency.path = join(root, dependency.path);
  }
  const path = join(mkdtempSync(join(tmpdir(), 'sidecars-observed-')), 'spin.toml');
  writeFileSync(path, stringify(manifest));
  return path;
}
