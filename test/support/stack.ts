// Node, tests. `npm run stack` as a process of its own, on free ports.
import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../../scripts/build/paths.ts';
import { hostName } from './app.ts';
import { freePort, until } from './ports.ts';

export interface Stack {
  app: string;
  prometheus: string;
  alertmanager: string;
  output(): string;
  /** Asks it to end, as Ctrl-C does; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Several at a time would share a folder. Resolves when the stack says what to open. */
export async function startStack(): Promise<Stack> {
  const [app, prometheus, alertmanager] = [await freePort(), await freePort(), await freePort()];
  const child: ChildProcess = spawn(process.execPath, ['scripts/stack.mjs', '--host', hostName], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(app),
      PROMETHEUS_PORT: String(prometheus),
      ALERTMANAGER_PORT: String(alertmanager),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  child.stderr!.on('data', (chunk) => (output += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill('SIGINT');
    return exit;
  };
  try {
    await until(
      'the stack to start',
      async () => child.exitCode !== null || output.includes('Ctrl-C ends everything'),
      280_000,
    );
    if (child.exitCode !== null) throw new Error('the stack ended');
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return { app: at(app), prometheus: at(prometheus), alertmanager: at(alertmanager), output: () => output, stop };
}
