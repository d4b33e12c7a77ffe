// Node, tests. The app of test/fixtures/pusher, on whatever registry and store a test wants.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'smol-toml';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from './app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = join(root, 'test/fixtures/pusher/spin.toml');

export interface PusherApp {
  /** Absolute paths, for `startApp`. */
  manifest: string;
  runtimeConfig: string;
  stateDir: string;
  start(): Promise<App>;
  remove(): void;
}

export interface PusherOptions {
  registry?: 'registry' | 'registry-redis';
  /** Of both components. */
  environment?: Record<string, string>;
  allowedHosts?: string[];
  /** The table key_value_store.default; default: a file that outlives the app. */
  store?: Record<string, string>;
}

interface Component {
  source: string;
  environment?: Record<string, string>;
  allowed_outbound_hosts?: string[];
  dependencies: Record<string, { path: string }>;
}

/** Writes the app's files; builds the pusher. */
export async function pusherApp(options: PusherOptions = {}): Promise<PusherApp> {
  const { registry = 'registry', environment = {}, allowedHosts = [] } = options;
  await buildComponent({
    name: 'fixtures/pusher',
    folder: 'test/fixtures/pusher',
    language: 'typescript',
    world: 'instrumented',
  });
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-pusher-'));
  const app = parse(readFileSync(manifest, 'utf8')) as unknown as { component: Record<string, Component> };
  for (const component of Object.values(app.component)) {
    component.source = join(manifest, '..', component.source);
    component.environment = { ...component.environment, ...environment };
    component.allowed_outbound_hosts = allowedHosts;
    component.dependencies['sidecars:metrics@0.1.0'] = { path: join(root, `build/${registry}.wasm`) };
  }
  const files = { manifest: join(folder, 'spin.toml'), runtimeConfig: join(folder, 'runtime-config.toml') };
  const store = options.store ?? { type: 'spin', path: join(folder, 'store.db') };
  writeFileSync(files.manifest, stringify(app));
  writeFileSync(files.runtimeConfig, stringify({ key_value_store: { default: store } }));
  const started = { ...files, stateDir: folder };
  return {
    ...started,
    start: () => startApp(started),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One request that the pusher counts under these labels; whether it was answered well. */
export async function pushOnce(url: string, labels: Record<string, string>): Promise<boolean> {
  const response = await fetch(`${url}/push`, { method: 'POST', body: JSON.stringify(labels) });
  await response.text();
  return response.ok;
}
