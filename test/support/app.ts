// Node, tests. A running app, as a process of its own: on the embedded host, or on Spin with SIDECARS_HOST=spin.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from './ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Which host the end-to-end suite runs on. */
export const hostName = process.env.SIDECARS_HOST === 'spin' ? 'spin' : 'embedded';

/** Spin compiles every component when it starts. */
const startTimeoutMs = hostName === 'spin' ? 240_000 : 60_000;

export interface App {
  /** Base address without a trailing slash. */
  url: string;
  /** What the process printed so far, guests included. */
  output(): string;
  stop(): Promise<void>;
  /** Ends it as a power cut would; its state stays. */
  kill(): Promise<void>;
}

export interface AppOptions {
  /** Absolute path; default: the demo app. */
  manifest?: string;
  runtimeConfig?: string;
  /** A folder that outlives the app; default: one of its own. */
  stateDir?: string;
  /** Spin variables by name. */
  variables?: Record<string, string>;
  /** More variables of the host's own environment. */
  env?: Record<string, string>;
  /** Default: a free one. */
  port?: number;
  /** More parameters of the host, which both hosts understand. */
  args?: string[];
}

/** Starts the app on a free port with a state folder of its own and waits until it serves. */
export async function startApp({
  manifest = join(root, 'spin.toml'),
  runtimeConfig = join(root, 'runtime-config.toml'),
  stateDir,
  variables = {},
  env: more = {},
  port: fixedPort,
  args: moreArgs = [],
}: AppOptions = {}): Promise<App> {
  const port = fixedPort ?? (await freePort());
  const state = stateDir ?? mkdtempSync(join(tmpdir(), 'sidecars-app-'));
  const common = [
    '--listen',
    `127.0.0.1:${port}`,
    '--runtime-config-file',
    runtimeConfig,
    '--state-dir',
    state,
    ...moreArgs,
  ];
  const [command, args] =
    hostName === 'spin'
      ? ['spin', ['up', '--from', manifest, ...common]]
      : [process.execPath, [join(root, 'build/host/cli.mjs'), '--manifest', manifest, ...common]];
  const env: NodeJS.ProcessEnv = { ...process.env, ...more };
  for (const [name, value] of Object.entries(variables)) env[`SPIN_VARIABLE_${name.toUpperCase()}`] = value;
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let exited = false;
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exit = new Promise<void>((resolve) =>
    child.on('exit', () => {
      exited = true;
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exit;
  };
  const stop = async () => {
    await end('SIGTERM');
    if (stateDir === undefined) rmSync(state, { recursive: true, force: true });
  };
  try {
    const serves = async () => exited || (await fetch(`${url}/.well-known/spin/health`)).ok;
    await until('the app to serve', serves, startTimeoutMs);
    if (exited) throw new Error('the app ended');
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  return { url, output: () => output, stop, kill: () => end('SIGKILL') };
}
