// Node, tests. The npm package as users get it: packed, installed by npm in a folder of its own, run from there.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'build/package');

export const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const file = join(folder, `${packageJson.name}-${packageJson.version}.tgz`);

/** What it is made of. */
const sources = ['catalogue', 'components', 'docs', 'host', 'monitoring', 'otlp', 'scripts', 'sdk', 'templates', 'wit'];

/** Absolute path of the file that `npm pack` makes; made anew when something is newer than the last one. */
export function packed(): string {
  const newest = Math.max(...[...sources, 'package.json'].map((path) => newestMs(join(root, path))));
  if (existsSync(file) && statSync(file).mtimeMs > newest) return file;
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  return file;
}

function newestMs(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

/** A folder of its own for an app, as tools see it. */
export const emptyFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'sidecars-package-')));

/** Installs the package, and what else is named, into a project. Throws with what npm printed. */
export function install(project: string, ...others: string[]): void {
  run(project, 'npm', [
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    packed(),
    ...others,
  ]);
}

/** Standard output. Throws with everything that was printed. */
export function run(cwd: string, command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** `describe`, or a skipped one when npm reaches no registry: dependencies of the package are installed from there. */
export function describeInstalled(title: string, body: () => void): void {
  const asked = spawnSync('npm', ['view', `esbuild@${packageJson.dependencies.esbuild}`, 'version'], {
    stdio: 'ignore',
  });
  if (asked.status === 0) describe(title, body);
  else describe.skip(`${title} (skipped: npm reaches no registry)`, body);
}
