// Everything that Spin refuses at start is refused here with one line that says what to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HostError, type HostErrorCode, startHost } from '../../host/index.ts';
import { type TestComponents, testComponents } from './fixture/components.ts';

let folder: string;
let components: TestComponents;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sidecars-refusals-'));
  components = await testComponents();
  writeFileSync(join(folder, 'text.wasm'), 'not wasm');
  writeFileSync(join(folder, 'core.wasm'), Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts it and returns the error. GUEST, PROBE and EMPTY stand for paths. */
async function refusal(manifest: string, runtimeConfig?: string, port = 0): Promise<HostError> {
  const { guest, probe, empty } = components;
  const manifestPath = join(folder, 'spin.toml');
  writeFileSync(
    manifestPath,
    manifest.replaceAll('GUEST', guest).replaceAll('PROBE', probe).replaceAll('EMPTY', empty),
  );
  const runtimeConfigPath = join(folder, 'runtime.toml');
  if (runtimeConfig !== undefined) writeFileSync(runtimeConfigPath, runtimeConfig);
  const starting = startHost({ manifestPath, port, ...(runtimeConfig !== undefined && { runtimeConfigPath }) });
  const error = await starting.then(
    (host) => host.close().then(() => undefined),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostError)) throw error ?? new Error('it started');
  return error;
}

const head = 'spin_manifest_version = 2\n[application]\nname = "t"\n';
const route = (path: string, component = 'a') => `[[trigger.http]]\nroute = "${path}"\ncomponent = "${component}"\n`;
const component = (lines = '') => `[component.a]\nsource = "GUEST"\n${lines}\n`;
const dependency = '[component.a.dependencies]\n"sidecars:probe@0.1.0" = { path = "PROBE" }\n';

test.each<[HostErrorCode, string, string, string[]]>([
  ['MANIFEST_INVALID_TOML', 'TOML that does not parse', `${head}[component.a\n`, ['spin.toml:4', 'not valid TOML']],
  [
    'MANIFEST_VERSION',
    'version 1',
    'spin_version = "1"\n',
    ['found version "1"', 'expected spin_manifest_version = 2'],
  ],
  [
    'MANIFEST_INVALID',
    'a value of the wrong type',
    `${head}[component.a]\nsource = 1\n`,
    ['component "a": source: found 1'],
  ],
  ['MANIFEST_INVALID', 'a misspelt key', head + component('key_value_store = []'), ['found "key_value_store"']],
  ['MANIFEST_INVALID', 'a variable without a value', `${head}[variables]\nx = {}\n`, ['variables: "x"']],
  [
    'COMPONENT_UNKNOWN',
    'a trigger of nobody',
    head + route('/', 'b') + component(),
    ['found component "b", expected one of "a"'],
  ],
  [
    'ROUTE_DUPLICATE',
    'a route used twice',
    head + route('/x') + route('/x/') + component(),
    ['route "/x/" is also used by "a"'],
  ],
  [
    'ROUTE_DUPLICATE',
    'routes that differ in a name',
    head + route('/:x') + route('/:y') + component(),
    ['also used by'],
  ],
  [
    'COMPONENT_SOURCE',
    'a missing file',
    `${head}[component.a]\nsource = "gone.wasm"\n`,
    ['component "a": source', 'gone.wasm'],
  ],
  ['COMPONENT_SOURCE', 'a file that is not wasm', `${head}[component.a]\nsource = "text.wasm"\n`, ['not WebAssembly']],
  ['COMPONENT_SOURCE', 'a core module', `${head}[component.a]\nsource = "core.wasm"\n`, ['not a component']],
  [
    'COMPONENT_SOURCE',
    'a trigger on a component that serves nothing',
    `${head}${route('/')}[component.a]\nsource = "EMPTY"\n`,
    ['exports nothing, expected wasi:http/incoming-handler'],
  ],
  [
    'STORE_UNKNOWN',
    'a store that is not configured',
    head + component('key_value_stores = ["sidecars"]'),
    ['found "sidecars", expected one of default', 'add [key_value_store.sidecars]'],
  ],
  [
    'IMPORT_UNKNOWN',
    'an import without a dependency',
    head + component(),
    ['found import "sidecars:probe/grants@0.1.0"', 'dependencies'],
  ],
  [
    'DEPENDENCY_UNUSED',
    'a dependency of another version',
    head + component(dependency.replace('0.1.0', '0.2.0')),
    ['"sidecars:probe@0.2.0" matches no import', '"sidecars:probe/grants@0.1.0"'],
  ],
  [
    'DEPENDENCY_EXPORT',
    'a dependency that exports something else',
    head + component(dependency.replace('PROBE', 'GUEST')),
    ['expected "sidecars:probe/grants@0.1.0"'],
  ],
  [
    'COMPONENT_SOURCE',
    'a dependency file that is missing',
    head + component(dependency.replace('PROBE', 'gone.wasm')),
    ['dependency "sidecars:probe@0.1.0"', 'gone.wasm'],
  ],
  ['VARIABLE_INVALID', 'a template of nobody', head + component('variables = { x = "{{ y }}" }'), ['found {{ y }}']],
  [
    'VARIABLE_INVALID',
    'a required variable',
    `${head}[variables]\ntoken = { required = true }\n`,
    ['set SPIN_VARIABLE_TOKEN'],
  ],
  [
    'ALLOWED_HOST_INVALID',
    'a host without a scheme',
    head + component('allowed_outbound_hosts = ["example.com"]'),
    ['found "example.com"'],
  ],
  [
    'UNSUPPORTED',
    'a source in a registry',
    `${head}[component.a]\nsource = { registry = "r", package = "p:q", version = "1" }\n`,
    ['download it'],
  ],
  ['UNSUPPORTED', 'files', head + component('files = ["x/*"]'), ['component "a": files', 'use Spin']],
  ['UNSUPPORTED', 'another trigger', `${head}[[trigger.redis]]\nchannel = "x"\n`, ['trigger.redis']],
])('%s: %s', async (code, _, manifest, parts) => {
  const error = await refusal(manifest);
  expect([error.code, error.message]).toEqual([code, expect.stringContaining('spin.toml')]);
  for (const part of parts) expect(error.message).toContain(part);
  expect(error.message).not.toContain('\n');
});

test('MANIFEST_NOT_FOUND: a manifest that is not there', async () => {
  await expect(startHost({ manifestPath: join(folder, 'none.toml'), port: 0 })).rejects.toMatchObject({
    code: 'MANIFEST_NOT_FOUND',
    message: expect.stringContaining('none.toml'),
  });
});

test('RUNTIME_CONFIG_INVALID: a type of store that this host lacks', async () => {
  const error = await refusal(head, '[key_value_store.x]\ntype = "azure_cosmos"\n');
  expect([error.code, error.message]).toEqual([
    'RUNTIME_CONFIG_INVALID',
    expect.stringContaining('found type "azure_cosmos", expected "spin" or "redis"'),
  ]);
});

test.each([
  ['"http://localhost"', 'found "http://localhost", expected redis://'],
  ['"redis://:secret@host/x"', 'found "redis://:***@host/x", expected redis://'],
  ['5', 'found 5, expected a string'],
])('RUNTIME_CONFIG_INVALID: a Redis store at %s', async (url, part) => {
  const error = await refusal(head, `[key_value_store.x]\ntype = "redis"\nurl = ${url}\n`);
  expect([error.code, error.message]).toEqual([
    'RUNTIME_CONFIG_INVALID',
    expect.stringContaining(`runtime.toml: key_value_store.x: url: ${part}`),
  ]);
});

test('LISTEN_FAILED: a port in use', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const error = await refusal(head, undefined, port);
  expect([error.code, error.message]).toEqual([
    'LISTEN_FAILED',
    expect.stringContaining(`127.0.0.1:${port}: it is in use`),
  ]);
  server.close();
});
