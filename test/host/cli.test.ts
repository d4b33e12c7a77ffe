// The host as a process: what it prints, how it fails, how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheFolder } from '../../host/worker-file.ts';
import { testComponents } from './fixture/components.ts';

const root = new URL('../..', import.meta.url).pathname;
const bundle = join(cacheFolder(), `test-${process.pid}`);
let folder: string;

beforeAll(async () => {
  // As the build does it, but apart from build/, which another test may be using.
  await build({
    entryPoints: { cli: join(root, 'host/cli.ts'), worker: join(root, 'host/worker.ts') },
    outdir: bundle,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  folder = mkdtempSync(join(tmpdir(), 'sidecars-cli-'));
  const { guest, probe } = await testComponents();
  writeFileSync(
    join(folder, 'spin.toml'),
    `spin_manifest_version = 2
[application]
name = "cli"
[[trigger.http]]
route = "/a/..."
component = "a"
[[trigger.http]]
route = { private = true }
component = "a"
[component.a]
source = "${guest}"
[component.a.dependencies]
"sidecars:probe@0.1.0" = { path = "${probe}" }
`,
  );
});
afterAll(() => {
  rmSync(bundle, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  output(): { stdout: string; stderr: string };
  exit: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [join(bundle, 'cli.mjs'), ...args], { cwd: folder });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output: () => output, exit: new Promise((resolve) => child.on('exit', (code) => resolve(code))) };
}

test('prints its routes, serves, prints what guests print, and ends on SIGTERM', async () => {
  const { child, output, exit } = run('--listen', '127.0.0.1:0');
  await expect.poll(() => output().stdout, { timeout: 20_000 }).toContain('Available Routes');
  const url = /Serving (\S+)/.exec(output().stdout)?.[1];
  expect(output().stdout).toContain(`a: ${url}/a (wildcard)\n  a: (private: http://a.spin.internal)`);
  expect((await fetch(`${url}/a/log?text=line`)).status).toBe(200);
  await expect.poll(() => output().stderr).toContain('line 0\n');
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test.each<[string[], string]>([
  [['--manifest', 'none.toml'], 'none.toml: found no readable manifest (ENOENT)'],
  [['--listen', '3000'], '--listen: found "3000", expected address:port'],
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--env', '=x'], '--env: found "=x", expected KEY=VALUE'],
  [['--max-busy-seconds', 'long'], '--max-busy-seconds: found "long", expected a number above 0'],
])('misuse %j is an error without a stack', async (args, message) => {
  const { output, exit } = run(...args);
  expect(await exit).toBe(1);
  expect(output().stderr).toContain(message);
  expect(output().stderr).toMatch(/^error: /);
  expect(output().stderr).not.toContain('    at ');
});
