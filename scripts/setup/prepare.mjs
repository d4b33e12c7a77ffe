// Node, before the install: plain JavaScript, no dependency. Brings a fresh clone to "installed and built".
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, run } from './command.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const oldestNode = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(
    `Node ${process.versions.node} is too old: ${oldestNode.join('.')} or newer is needed; install one from your usual source and run this again`,
  );
}

/** The install is repeated only when the lock file changed since the last complete one. */
function install() {
  const stamp = join(root, 'node_modules/.installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('installing dependencies (npm ci) …');
  run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed (its own message is above): check that the npm registry can be reached, then run this again',
  );
  writeFileSync(stamp, lock);
}

/** Checks Node, installs, builds. Ends the process with one clear line when something is missing. */
export function prepare() {
  process.chdir(root);
  checkNode();
  install();
  run(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], 'the build failed (its own message is above)');
}
