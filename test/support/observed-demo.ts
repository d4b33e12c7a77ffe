// Node, tests. The demo app with its gateway behind the observer: the observer takes the route, the gateway becomes private.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { root } from '../../scripts/build/paths.ts';
import { type MovableComponent, writeMoved } from './moved-manifest.ts';

interface Manifest {
  trigger: { http: { route: unknown; component: string }[] };
  component: Record<string, MovableComponent>;
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
  return writeMoved(manifest, root);
}
