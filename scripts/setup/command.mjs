// Node, before the install: plain JavaScript, no dependency. Runs a command and ends the process when it fails.
import { spawnSync } from 'node:child_process';

/** Prints one line for the user and exits with 1: for what the user can mend. */
export function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

/** Runs a command with the terminal attached; `onFailure` is the line that tells the user what to do. */
export function run(command, args, onFailure, env = {}) {
  const result = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.error || result.status !== 0) fail(onFailure);
}

/** True when the program can be started. */
export function isOnPath(program, versionFlag = '--version') {
  return spawnSync(program, [versionFlag], { stdio: 'ignore' }).status === 0;
}
