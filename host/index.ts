// Node. The embedded host: runs a Spin 2 manifest on plain Node, every request on a fresh instance in a worker thread.
// Where it differs from Spin: `files` are folders and files without patterns, no AI models, no sockets, key-value on SQLite or Redis only, no PostgreSQL.
import { join, resolve } from 'node:path';
import { loadApp } from './app.ts';
import { callStarter } from './calls.ts';
import { type GuestLine, GuestLogs } from './logs.ts';
import { readManifest } from './manifest.ts';
import type { Trigger } from './manifest-routes.ts';
import { defaultLimits, Pool, type PoolLimits } from './pool.ts';
import { RedisHub } from './redis/hub.ts';
import { Router } from './router.ts';
import { openStores } from './runtime-config.ts';
import { createHttpServer, listen } from './server.ts';
import { telemetrySettings } from './telemetry/settings.ts';
import { Telemetry } from './telemetry/telemetry.ts';
import { resolveVariables } from './variables.ts';
import { cacheFolder, workerFile } from './worker-file.ts';

export { HostError, type HostErrorCode, hostErrorCodes } from './errors.ts';
export type { GuestLine } from './logs.ts';
export type { PoolLimits } from './pool.ts';

export interface HostOptions {
  /** Path of spin.toml. */
  manifestPath: string;
  /** Path of a runtime configuration file; without it only the key-value label `default` exists. */
  runtimeConfigPath?: string;
  /** 0: any free port. */
  port: number;
  /** Default: 127.0.0.1. */
  hostname?: string;
  /** Logs and the `default` store; default: `.spin` beside the manifest. */
  stateDir?: string;
  /** Gets every line that a guest prints, instead of the process's stderr. */
  onGuestOutput?: (line: GuestLine) => void;
  /** Gets the host's own messages, one line or a few each; default: the process's stderr. */
  log?: (text: string) => void;
  /** A guest that runs this long without a host call is ended; default: 30 s. Waiting does not count. */
  maxBusyMs?: number;
  /** More environment variables for every component; they go before those of the manifest. */
  environment?: Record<string, string>;
  /** Where the variables of the telemetry export are; default: the process's environment. */
  telemetryEnvironment?: NodeJS.ProcessEnv;
  /** Other bounds; tests narrow them. */
  limits?: Partial<PoolLimits>;
}

export interface Host {
  /** Base address without a trailing slash. */
  url: string;
  port: number;
  /** The application's name in the manifest. */
  name: string;
  triggers: Trigger[];
  /** Stops accepting, gives running requests some seconds, then ends. Safe to call twice. */
  close(): Promise<void>;
}

/** How long `close` waits for running requests. */
const closeGraceMs = 3_000;

/** Starts serving. Throws a HostError for everything that is the user's to correct. */
export async function startHost(options: HostOptions): Promise<Host> {
  const hostname = options.hostname ?? '127.0.0.1';
  const log = options.log ?? ((text: string) => void process.stderr.write(`${text}\n`));
  const emit = options.onGuestOutput ?? (({ text }: GuestLine) => void process.stderr.write(`${text}\n`));
  const manifest = readManifest(options.manifestPath);
  const stateDir = resolve(options.stateDir ?? join(manifest.folder, '.spin'));
  const variables = resolveVariables(manifest, process.env);
  const telemetryTo = telemetrySettings(options.telemetryEnvironment ?? process.env);
  const stores = openStores(options.runtimeConfigPath, stateDir);
  const redis = new RedisHub(stores.redis, log);
  // Also when the process ends without close().
  process.once('exit', stores.dispose);
  const dispose = () => {
    process.off('exit', stores.dispose);
    telemetry?.close();
    redis.close();
    stores.dispose();
  };
  let pool: Pool | undefined;
  let telemetry: Telemetry | undefined;
  try {
    const components = await loadApp({
      manifest,
      variables,
      environment: options.environment ?? {},
      storeLabels: [...stores.files, ...stores.redis].map(({ label }) => label),
      databaseLabels: stores.databases.map(({ label }) => label),
      cacheDir: cacheFolder(),
    });
    const logs = new GuestLogs(stateDir, emit);
    const workerPath = await workerFile();
    telemetry = telemetryTo && new Telemetry(telemetryTo, manifest.name, log);
    let ownPort = options.port;
    const started = new Pool(
      { ...defaultLimits, ...options.limits, ...(options.maxBusyMs !== undefined && { maxBusyMs: options.maxBusyMs }) },
      {
        workerPath,
        stores: stores.files,
        redisStores: stores.redis,
        databases: stores.databases,
        redis,
        telemetry,
        poisoned: new SharedArrayBuffer(Math.max(1, stores.files.length) * 4),
        startCall: callStarter({ components, pool: () => started, ownAuthority: () => `${hostname}:${ownPort}` }),
        output: (component, job, to, chunk) => logs.write(component, job, to, chunk),
        outputEnd: (component, job) => logs.end(component, job),
        log,
      },
    );
    pool = started;
    const server = createHttpServer({ router: new Router(manifest.triggers), components, pool: started });
    ownPort = await listen(server, options.port, hostname);
    let closing: Promise<void> | undefined;
    const close = async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await started.close(closeGraceMs);
      server.closeAllConnections();
      await closed;
      dispose();
    };
    return {
      url: `http://${hostname}:${ownPort}`,
      port: ownPort,
      name: manifest.name,
      triggers: manifest.triggers,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await pool?.close(0);
    dispose();
    throw error;
  }
}
