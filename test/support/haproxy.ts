// Node, tests. A HAProxy of its own in front of some addresses; see programs.ts for what happens when there is none.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './ports.ts';

export interface HAProxy {
  /** Base address without a trailing slash. */
  url: string;
  /** `UP`, `DOWN` and the like, as its statistics say, in the order of the servers. */
  statuses(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts it; `probe`: what configures its probes. One every 200 ms: out after five failures in a row, in after two successes. */
export async function startHAProxy(servers: string[], probe: string[]): Promise<HAProxy> {
  const [port, statisticsPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration(port, statisticsPort, servers, probe));
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let isOver = false;
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exit = once(child, 'exit').then(() => {
    isOver = true;
  });
  const statistics = `http://127.0.0.1:${statisticsPort}/;csv`;
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('HAProxy to answer', async () => isOver || (await fetch(statistics)).ok, 10_000);
    if (isOver) throw new Error('HAProxy ended');
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  const statuses = async () => {
    const [header, ...lines] = (await (await fetch(statistics)).text()).split('\n').map((line) => line.split(','));
    const at = header!.indexOf('status');
    return lines.filter(([proxy, name]) => proxy === 'app' && name?.startsWith('copy')).map((line) => line[at]!);
  };
  return { url: `http://127.0.0.1:${port}`, statuses, stop };
}

function configuration(port: number, statisticsPort: number, servers: string[], probe: string[]): string {
  return [
    'defaults',
    '  mode http',
    '  timeout connect 1s',
    '  timeout client 10s',
    '  timeout server 10s',
    // a probe that takes longer has failed
    '  timeout check 1s',
    'listen statistics',
    `  bind 127.0.0.1:${statisticsPort}`,
    '  stats enable',
    '  stats uri /',
    'frontend clients',
    `  bind 127.0.0.1:${port}`,
    '  default_backend app',
    'backend app',
    '  balance roundrobin',
    ...probe.map((line) => `  ${line}`),
    ...servers.map((url, at) => `  server copy${at} ${new URL(url).host} check inter 200ms fall 5 rise 2`),
    '',
  ].join('\n');
}
