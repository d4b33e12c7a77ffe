// Node. Programs that spin-sidecars is compared with: which are here, in which version, and how one is started.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { root } from '../../scripts/build/paths.ts';
import { until } from '../../test/support/ports.ts';

const require = createRequire(import.meta.url);

/** Those of `programs` that are not on the PATH. */
export function missingPrograms(programs: string[] = []): string[] {
  return programs.filter((program) => versionOf(program) === undefined);
}

/** Name and version as the program says them, undefined when it is not on the PATH. */
export function versionOf(program: string): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (error) return undefined;
  const version = /\d+\.\d+[\w.~+-]*/.exec(stdout + stderr)?.[0] ?? 'of unknown version';
  return `${program} ${version}`;
}

/** Name and version of an installed package. */
export function packageVersion(name: string): string {
  return `${name} ${require(`${name}/package.json`).version}`;
}

export interface Program {
  pid: number;
  stop(): Promise<void>;
}

/** Starts a program and waits until `isReady`. Throws with what it printed when it ends before. */
export async function startProgram(command: string, args: string[], isReady: () => Promise<boolean>): Promise<Program> {
  const child: ChildProcess = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ended = false;
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const end = new Promise<void>((resolve) => {
    const onEnd = () => {
      ended = true;
      resolve();
    };
    child.once('exit', onEnd);
    child.once('error', onEnd);
  });
  const stop = async () => {
    if (!ended) child.kill('SIGTERM');
    await end;
  };
  try {
    await until(`${command} to serve`, async () => ended || (await isReady()));
    if (ended) throw new Error(`${command} ended`);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}; it printed:\n${output}`);
  }
  return { pid: child.pid!, stop };
}
