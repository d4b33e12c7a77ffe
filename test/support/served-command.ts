// Node, tests. A command that serves until it is stopped, as a user types it.
import { spawn } from 'node:child_process';
import { until } from './ports.ts';

export interface ServedCommand {
  /** What it has printed so far. */
  output(): string;
  /** Ends it with all that it has started. */
  stop(): Promise<void>;
}

/** Spin compiles every component when it starts. */
const startTimeoutMs = 240_000;

/** Runs it in bash and waits until `readyUrl` answers. Throws with what it printed. */
export async function serveCommand(typed: string, folder: string, readyUrl: string): Promise<ServedCommand> {
  // npx and its shell do not hand every signal on: all of them are one group
  const child = spawn('bash', ['-c', typed], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  let hasExited = false;
  const exit = new Promise<void>((resolve) =>
    child.on('close', () => {
      hasExited = true;
      resolve();
    }),
  );
  const stop = async () => {
    if (!hasExited) process.kill(-child.pid!, 'SIGTERM');
    await exit;
  };
  try {
    await until(`"${typed}" to serve`, async () => hasExited || (await fetch(readyUrl)).ok, startTimeoutMs);
    if (hasExited) throw new Error(`"${typed}" ended`);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  return { output: () => output, stop };
}
