// Node, tests. Outside programs that judge us; a test that needs one which is not there is skipped and says which.
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

function isOnPath(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** `describe`, or a skipped one whose title names the programs that are missing. */
export function describeWith(programs: string[], title: string, body: () => void): void {
  const missing = programs.filter((program) => !isOnPath(program));
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (skipped: not on the PATH: ${missing.join(', ')})`, body);
}
