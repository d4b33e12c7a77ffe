// Node, tests. Outside programs that judge us; a test that needs one which is not there is skipped and says which.
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Absolute path; undefined: it is not on the PATH. */
export function pathOf(program: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** `describe`, or a skipped one whose title names the programs that are missing. */
export function describeWith(programs: string[], title: string, body: () => void): void {
  const missing = programs.filter((program) => pathOf(program) === undefined);
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (skipped: not on the PATH: ${missing.join(', ')})`, body);
}
