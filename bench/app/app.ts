// Node. Builds and starts the app that the benchmarks measure.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildComponent } from '../../scripts/build/component.ts';
import { components } from '../../scripts/build/components.ts';
import { buildHost } from '../../scripts/build/host.ts';
import { root } from '../../scripts/build/paths.ts';
import { type App, startApp } from '../../test/support/app.ts';
import { telemetryApp } from '../../test/support/telemetry-app.ts';

const needed = ['registry', 'http-observer', 'prometheus-exporter', 'profiler'];

export async function buildBenchApp(): Promise<void> {
  await buildHost();
  for (const component of components) if (needed.includes(component.name)) await buildComponent(component);
  for (const [name, world] of [
    ['empty-bare', 'plain'],
    ['empty-wrapped', 'instrumented'],
    ['realistic-bare', 'plain'],
    ['realistic-wrapped', 'instrumented'],
    ['computing-wrapped', 'instrumented'],
    ['pass-through', 'instrumented'],
    ['stock', 'plain'],
    ['logging', 'instrumented'],
    ['recorder', 'instrumented'],
    ['filler', 'instrumented'],
    ['telemetry', 'instrumented'],
  ] as const) {
    await buildComponent({ name: `bench/${name}`, folder: `bench/app/${name}`, language: 'typescript', world });
  }
  for (const handler of ['realistic', 'computing']) {
    const source = { folder: `bench/app/${handler}-wrapped`, language: 'typescript', world: 'instrumented' } as const;
    await buildComponent({ ...source, name: `bench/${handler}-profiled`, isProfiled: true });
  }
}

const manifest = join(root, 'bench/app/spin.toml');

/** A fresh app with an empty registry in memory. */
export function startBenchApp(): Promise<App> {
  return startApp({ manifest });
}

/** The same whose component `telemetry` has more environment variables, and may call a collector. */
export function startTelemetryApp(environment: Record<string, string>, host?: string): Promise<App> {
  return startApp({ manifest: telemetryApp({ manifest, components: ['telemetry'], environment, host }) });
}

/** The same with its registry in a file, `store`. */
export async function startBenchAppOnFile(): Promise<App & { store: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-bench-'));
  const store = join(folder, 'metrics.db');
  const runtimeConfig = join(folder, 'runtime-config.toml');
  writeFileSync(runtimeConfig, `[key_value_store.sidecars]\ntype = "spin"\npath = ${JSON.stringify(store)}\n`);
  const app = await startApp({ manifest, runtimeConfig });
  const stop = async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...app, store, stop };
}
