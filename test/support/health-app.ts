// Node, tests. An app of the prebuilt components `ready` and `live`, with the checks that a test wants.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { buildComponent } from '../../scripts/build/component.ts';
import { components } from '../../scripts/build/components.ts';
import { buildHost } from '../../scripts/build/host.ts';
import { buildDir } from '../../scripts/build/paths.ts';
import { type App, startApp } from './app.ts';

export const tokens = { health_token: 'see-details', drain_token: 'drain-this' };

export interface Other {
  /** Absolute path. */
  source: string;
  /** It imports the registry. */
  hasRegistry?: boolean;
}

export interface HealthAppOptions {
  /** Of readiness, as in the variable. */
  checks?: unknown[];
  /** Of liveness. */
  liveChecks?: unknown[];
  /** Ids in the variable of readiness. */
  components?: string;
  /** Of both components. */
  environment?: Record<string, string>;
  /** Further components by id; each has the route `/<id>`. */
  others?: Record<string, Other>;
  /** Further tables `key_value_store.<label>`; readiness is granted them. */
  stores?: Record<string, Record<string, string>>;
  /** Default: any that is free. */
  port?: number;
}

/** Starts it; `stop` also removes its files. */
export async function startHealthApp(options: HealthAppOptions = {}): Promise<App> {
  await buildHealthApp();
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-health-'));
  const stores = { health: { type: 'spin' }, default: { type: 'spin' }, ...options.stores };
  const manifest = join(folder, 'spin.toml');
  const runtimeConfig = join(folder, 'runtime-config.toml');
  writeFileSync(manifest, stringify(manifestOf(options, Object.keys(stores))));
  writeFileSync(runtimeConfig, stringify({ key_value_store: stores }));
  const { port } = options;
  const app = await startApp({ manifest, runtimeConfig, variables: tokens, ...(port !== undefined && { port }) });
  const stop = async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...app, stop };
}

const needed = ['registry', 'prometheus-exporter', 'health-check', 'readiness-check'];

export async function buildHealthApp(): Promise<void> {
  await buildHost();
  for (const component of components) if (needed.includes(component.name)) await buildComponent(component);
}

function manifestOf(options: HealthAppOptions, stores: string[]) {
  const { checks = [], liveChecks = [], components: ids = '', others = {} } = options;
  const routes = Object.entries({
    '/ready/...': 'ready',
    '/readyz': 'ready',
    '/health': 'live',
    '/live': 'live',
    '/livez': 'live',
    '/healthz': 'live',
    '/metrics': 'metrics',
    ...Object.fromEntries(Object.keys(others).map((id) => [`/${id}`, id])),
  });
  const shared = { ...options, stores };
  return {
    spin_manifest_version: 2,
    application: { name: 'health', version: '0.1.0' },
    variables: { health_token: { default: '' }, drain_token: { default: '' } },
    trigger: { http: routes.map(([route, component]) => ({ route, component })) },
    component: {
      ready: part('ready', sidecar('readiness-check'), shared, { components: ids, checks: JSON.stringify(checks) }),
      live: part('live', sidecar('health-check'), shared, { checks: JSON.stringify(liveChecks) }),
      metrics: part('metrics', sidecar('prometheus-exporter'), shared),
      ...Object.fromEntries(Object.entries(others).map(([id, other]) => [id, part(id, other, shared)])),
    },
  };
}

const sidecar = (name: string): Other => ({ source: join(buildDir, `${name}.wasm`), hasRegistry: true });

interface Shared {
  environment?: Record<string, string>;
  stores: string[];
}

function part(id: string, { source, hasRegistry }: Other, { environment, stores }: Shared, variables = {}) {
  return {
    source,
    allowed_outbound_hosts: ['http://*.spin.internal', '*://127.0.0.1:*', 'http://nowhere.invalid'],
    key_value_stores: stores,
    sqlite_databases: ['default'],
    environment: {
      SIDECARS_COMPONENT: id,
      SIDECARS_HEALTH_STORE: 'health',
      SIDECARS_HEALTH_SECONDS: '1',
      ...environment,
    },
    variables: { health_token: '{{ health_token }}', drain_token: '{{ drain_token }}', ...variables },
    ...(hasRegistry && {
      dependencies_inherit_configuration: true,
      dependencies: { 'sidecars:metrics@0.1.0': { path: join(buildDir, 'registry.wasm') } },
    }),
  };
}

/** A check as who may see details sees it. */
export interface SeenCheck {
  name: string;
  status: string;
  detail?: string;
  duration_ms: number;
}

export interface Seen {
  httpStatus: number;
  status: string;
  checks: Record<string, SeenCheck>;
  age_ms: number;
  /** From asking to the end of the answer. */
  tookMs: number;
}

/** Asks as somebody who may see details. */
export async function see(url: string): Promise<Seen> {
  const started = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${tokens.health_token}` } });
  const body = await response.json();
  const checks = Object.fromEntries(body.checks.map((check: SeenCheck) => [check.name, check]));
  return { ...body, checks, httpStatus: response.status, tookMs: performance.now() - started };
}
