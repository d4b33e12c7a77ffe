// Node, tests. The app of test/fixtures/profiled, with a store that can be looked into.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { stringify } from 'smol-toml';
import { buildComponent } from '../../scripts/build/component.ts';
import { components } from '../../scripts/build/components.ts';
import { type App, startApp } from './app.ts';

const folder = 'test/fixtures/profiled';

export interface ProfiledApp extends App {
  /** Keys of profiling that are in the store. */
  profilingKeys(): string[];
}

export async function startProfiledApp(): Promise<ProfiledApp> {
  for (const component of components) {
    if (['registry', 'profiler'].includes(component.name)) await buildComponent(component);
  }
  const source = { name: 'fixtures/profiled', folder, language: 'typescript', world: 'instrumented' } as const;
  await buildComponent({ ...source, isProfiled: true });
  const stateDir = mkdtempSync(join(tmpdir(), 'sidecars-profiled-'));
  const store = join(stateDir, 'store.db');
  const runtimeConfig = join(stateDir, 'runtime-config.toml');
  writeFileSync(runtimeConfig, stringify({ key_value_store: { default: { type: 'spin', path: store } } }));
  const manifest = join(fileURLToPath(new URL('../..', import.meta.url)), folder, 'spin.toml');
  const app = await startApp({ manifest, runtimeConfig, stateDir });
  return {
    ...app,
    profilingKeys() {
      const database = new Database(store, { readonly: true });
      try {
        const rows = database.prepare('SELECT key FROM spin_key_value').all() as { key: string }[];
        return rows.map(({ key }) => key).filter((key) => key.startsWith('sidecars:p1:'));
      } finally {
        database.close();
      }
    },
    async stop() {
      await app.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
