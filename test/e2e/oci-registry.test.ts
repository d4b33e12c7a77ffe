// Components and apps from a registry, on a real Spin: `source = { registry = … }`, the same of a dependency, `spin registry push`.
import { execFile as execFileWithCallback } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OciRegistry, startOciRegistry } from '../support/oci-registry.ts';
import { emptyFolder } from '../support/package.ts';
import { freePort } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { serveCommand } from '../support/served-command.ts';
import { readyPath } from '../support/served-folder.ts';

const execFile = promisify(execFileWithCallback);

const build = fileURLToPath(new URL('../../build/', import.meta.url));

describeWith(['spin'], 'a registry', () => {
  const folder = emptyFolder();
  /** Where Spin looks for settings and keeps what it has pulled. */
  const environment = ['HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'].map((name) => `${name}=${folder}`);
  let registry: OciRegistry;

  beforeAll(async () => {
    registry = await startOciRegistry();
    const { address } = registry;
    for (const name of ['prometheus-exporter', 'registry']) {
      registry.publish(`sidecars/${name}`, '0.1.0', readFileSync(join(build, `${name}.wasm`)));
    }
    mkdirSync(join(folder, 'wasm-pkg'));
    const settings = `[registry."${address}"]\ntype = "oci"\n[registry."${address}".oci]\nprotocol = "http"\n`;
    writeFileSync(join(folder, 'wasm-pkg/config.toml'), settings);
    const from = (name: string) => `{ registry = "${address}", package = "sidecars:${name}", version = "0.1.0" }`;
    writeFileSync(
      join(folder, 'spin.toml'),
      `spin_manifest_version = 2
[application]
name = "from-a-registry"
version = "0.1.0"
[[trigger.http]]
route = "/metrics"
component = "prometheus-exporter"
[component.prometheus-exporter]
source = ${from('prometheus-exporter')}
key_value_stores = ["default"]
dependencies_inherit_configuration = true
[component.prometheus-exporter.dependencies]
"sidecars:metrics@0.1.0" = ${from('registry')}
`,
    );
  });

  afterAll(async () => {
    await registry?.stop();
    rmSync(folder, { recursive: true });
  });

  async function expectServed(app: string): Promise<void> {
    const address = `127.0.0.1:${await freePort()}`;
    const state = join(folder, 'state');
    const command = `${environment.join(' ')} spin up ${app} --listen ${address} --state-dir ${state}`;
    const served = await serveCommand(command, folder, `http://${address}${readyPath}`);
    try {
      expect(await (await fetch(`http://${address}/metrics`)).text()).toContain('sidecars_registry_series ');
    } finally {
      await served.stop();
    }
  }

  it('gives a component and its dependency', () => expectServed(''));

  it('takes an app with its sidecars and gives it back', async () => {
    const reference = `${registry.address}/acme/shop:1.0`;
    // not `run`, which would hold up the registry in this process
    await execFile('env', [...environment, 'spin', 'registry', 'push', '--insecure', reference], { cwd: folder });
    expect(registry.tags().get('acme/shop')).toEqual(['1.0']);
    await expectServed(`--insecure --from ${reference}`);
  });
});
