// Node, tests. The host tests' guest as an app of several components, on whichever host the suite runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testComponents } from '../host/fixture/components.ts';
import { type App, type AppOptions, startApp } from './app.ts';

export interface ParityApp extends App {
  /** Where the host keeps logs and stores. */
  state: string;
  /** The body of a GET as JSON. */
  json(path: string): Promise<unknown>;
}

const manifest = (guest: string, probe: string) => `
spin_manifest_version = 2
[application]
name = "parity"
version = "0.1.0"
[variables]
greeting = { default = "good day" }
[[trigger.http]]
route = "/web/..."
component = "web"
[[trigger.http]]
route = "/web/deep/..."
component = "deep"
[[trigger.http]]
route = "/web/deep/status"
component = "exact"
[[trigger.http]]
route = "/item/:id/..."
component = "web"
[[trigger.http]]
route = { private = true }
component = "inner"
[[trigger.http]]
route = "/open/..."
component = "open"
${['web', 'deep', 'exact', 'inner', 'open']
  .map(
    (id) => `
[component.${id}]
source = "${guest}"
environment = { PLACE = "${id}" }
allowed_outbound_hosts = [${id === 'open' ? '"http://nobody.spin.internal"' : '"http://inner.spin.internal", "http://self"'}]
key_value_stores = ["memory"${id === 'open' ? ', "spoilt"' : ''}]
dependencies_inherit_configuration = true
[component.${id}.variables]
message = "{{ greeting }}, all"
[component.${id}.dependencies]
"sidecars:probe@0.1.0" = { path = "${probe}" }
`,
  )
  .join('')}`;

/** Starts it; `stop` also removes its folder. */
export async function startParityApp(options: AppOptions = {}): Promise<ParityApp> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-parity-'));
  const state = join(folder, 'state');
  const { guest, probe } = await testComponents();
  writeFileSync(join(folder, 'spin.toml'), manifest(guest, probe));
  const stores = ['memory', 'spoilt'].map((label) => `[key_value_store.${label}]\ntype = "spin"\n`);
  writeFileSync(join(folder, 'runtime.toml'), stores.join(''));
  const app = await startApp({
    manifest: join(folder, 'spin.toml'),
    runtimeConfig: join(folder, 'runtime.toml'),
    stateDir: state,
    ...options,
  });
  return {
    ...app,
    state,
    json: async (path) => (await fetch(`${app.url}${path}`)).json(),
    stop: async () => {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
