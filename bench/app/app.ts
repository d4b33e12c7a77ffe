// Node. Builds and starts the app that the benchmarks measure.
import { join } from 'node:path';
import { buildComponent } from '../../scripts/build/component.ts';
import { components } from '../../scripts/build/components.ts';
import { buildHost } from '../../scripts/build/host.ts';
import { root } from '../../scripts/build/paths.ts';
import { type App, startApp } from '../../test/support/app.ts';

const needed = ['registry', 'prometheus-exporter'];

export async function startBenchApp(): Promise<App> {
  await buildHost();
  for (const component of components) if (needed.includes(component.name)) await buildComponent(component);
  for (const [name, world] of [
    ['bare', 'plain'],
    ['wrapped', 'instrumented'],
    ['filler', 'instrumented'],
  ] as const) {
    await buildComponent({ name: `bench/${name}`, folder: `bench/app/${name}`, language: 'typescript', world });
  }
  return startApp({ manifest: join(root, 'bench/app/spin.toml') });
}
