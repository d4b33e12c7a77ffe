// Node, build time. What the demo's spin.toml is made of.
import { join } from 'node:path';
import type { ComponentSource } from './component.ts';
import { root } from './paths.ts';
import { withProfiling } from './profiled.ts';

/** What all compiled components are built on. */
const compiled = 'components/compiled';

export const registry: ComponentSource = {
  name: 'registry',
  folder: 'components/registry',
  sharedFolders: [compiled],
  language: 'assemblyscript',
  world: 'registry',
};

export const registryRedis: ComponentSource = {
  name: 'registry-redis',
  folder: 'components/registry-redis',
  sharedFolders: ['components/registry', compiled],
  language: 'assemblyscript',
  world: 'registry-redis',
};

/** Stands in front of any component. */
export const httpObserver: ComponentSource = {
  name: 'http-observer',
  folder: 'components/http-observer',
  sharedFolders: [compiled],
  language: 'assemblyscript',
  world: 'http-observer',
};

const typescript = (name: string, world: string): ComponentSource => ({
  name,
  folder: `components/${name}`,
  language: 'typescript',
  world,
});

const plain: ComponentSource[] = [
  registry,
  registryRedis,
  httpObserver,
  typescript('prometheus-exporter', 'configured'),
  typescript('host-telemetry', 'configured'),
  typescript('health-check', 'health'),
  typescript('readiness-check', 'health'),
  typescript('profiler', 'profiler'),
  typescript('mcp-gateway', 'configured'),
  typescript('weather-ts', 'plain'),
  typescript('items-ts', 'instrumented'),
];

/** With safepoints where the manifest wants them. */
export const components = withProfiling(plain, join(root, 'spin.toml'));
