// Node, tests. An app of observers: each in front of what a test names, with its own environment, and an exporter.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { buildComponent } from '../../scripts/build/component.ts';
import { components } from '../../scripts/build/components.ts';
import { buildHost } from '../../scripts/build/host.ts';
import { buildDir } from '../../scripts/build/paths.ts';
import { type App, startApp } from './app.ts';

export interface AppComponent {
  /** Absolute path; default: the observer. */
  source?: string;
  /** Default: private. */
  route?: string;
  environment?: Record<string, string>;
  allowedHosts?: string[];
  /** Default: true. */
  hasStore?: boolean;
  hasRegistry?: boolean;
}

/** Starts it; `stop` also removes its files. */
export async function startObserverApp(parts: Record<string, AppComponent>): Promise<App> {
  await buildHost();
  for (const component of components) {
    if (['registry', 'http-observer', 'prometheus-exporter'].includes(component.name)) await buildComponent(component);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-observer-'));
  const all = { ...parts, metrics: { source: join(buildDir, 'prometheus-exporter.wasm'), route: '/metrics' } };
  const manifest = join(folder, 'spin.toml');
  const runtimeConfig = join(folder, 'runtime-config.toml');
  writeFileSync(manifest, stringify(manifestOf(all)));
  writeFileSync(runtimeConfig, stringify({ key_value_store: { default: { type: 'spin' } } }));
  const app = await startApp({ manifest, runtimeConfig });
  const stop = async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...app, stop };
}

function manifestOf(parts: Record<string, AppComponent>) {
  const entries = Object.entries(parts);
  return {
    spin_manifest_version: 2,
    application: { name: 'observed', version: '0.1.0' },
    trigger: { http: entries.map(([component, { route }]) => ({ component, route: route ?? { private: true } })) },
    component: Object.fromEntries(entries.map(([id, part]) => [id, componentOf(part)])),
  };
}

function componentOf({ source, environment = {}, allowedHosts, hasStore = true, hasRegistry = true }: AppComponent) {
  return {
    source: source ?? join(buildDir, 'http-observer.wasm'),
    environment,
    allowed_outbound_hosts: allowedHosts ?? ['http://*.spin.internal', 'http://127.0.0.1:*'],
    ...(hasStore && { key_value_stores: ['default'] }),
    ...(hasRegistry && {
      dependencies_inherit_configuration: true,
      dependencies: { 'sidecars:metrics@0.1.0': { path: join(buildDir, 'registry.wasm') } },
    }),
  };
}
