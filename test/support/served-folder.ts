// Node, tests. An app in a folder of its own, served as its user would: by the package that is installed there, or by Spin.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, hostName } from './app.ts';
import { freePort, until } from './ports.ts';

const startTimeoutMs = hostName === 'spin' ? 240_000 : 60_000;

/** With a store that is empty. The command is stopped with all that it has started. */
export async function serveFolder(folder: string): Promise<Pick<App, 'url' | 'output' | 'stop'>> {
  const port = await freePort();
  const state = mkdtempSync(join(tmpdir(), 'sidecars-state-'));
  const command = hostName === 'spin' ? ['spin', 'up'] : ['npx', 'spin-sidecars', 'up'];
  const args = [...command.slice(1), '--listen', `127.0.0.1:${port}`, '--state-dir', state];
  // npx and its shell do not hand every signal on: all of them are one group
  const child = spawn(command[0]!, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  let hasExited = false;
  const exit = new Promise<void>((resolve) =>
    child.on('exit', () => {
      hasExited = true;
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (!hasExited) process.kill(-child.pid!, 'SIGTERM');
    await exit;
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await until(
      'the app to serve',
      async () => hasExited || (await fetch(`${url}/.well-known/spin/health`)).ok,
      startTimeoutMs,
    );
    if (hasExited) throw new Error('the command ended');
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  return { url, output: () => output, stop };
}
