// npm start before anything is installed: what it says when the machine is not as it should be.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A clone with nothing installed: only what runs before the install. */
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'sidecars-clone-'));
  for (const name of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(root, name), join(clone, name), { recursive: true });
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

function start(args: string[], env: Record<string, string> = {}, nodeArgs: string[] = []) {
  const result = spawnSync(process.execPath, [...nodeArgs, join(clone, 'scripts/start.mjs'), ...args], {
    cwd: clone,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status: result.status, stderr: result.stderr.trim() };
}

describe('npm start', () => {
  it('says which port is taken and how to choose another', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { status, stderr } = start(['--host', 'embedded'], { PORT: String(port) });
    server.close();
    expect(stderr).toBe(
      `error: port ${port} cannot be used (EADDRINUSE): stop what listens there or choose another one, as in PORT=${port + 1} npm start`,
    );
    expect(status).toBe(1);
  });

  it('refuses a port that is none', () => {
    expect(start([], { PORT: 'http' }).stderr).toBe('error: PORT: found "http", expected a number from 1 to 65535');
  });

  it('refuses an unknown host and an unknown option', () => {
    expect(start(['--host', 'wagi']).stderr).toBe('error: --host: found "wagi", expected embedded or spin');
    expect(start(['--fast']).stderr).toContain('usage: npm start -- [--host embedded|spin]');
  });

  it('names the Node version that is too old and the one that is needed', async () => {
    const oldNode = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } })';
    const preload = `data:text/javascript,${encodeURIComponent(oldNode)}`;
    const env = { PORT: String(await freePort()) };
    const { status, stderr } = start(['--host', 'embedded'], env, ['--import', preload]);
    expect(stderr).toContain('error: Node 18.20.0 is too old: 20.19 or newer is needed');
    expect(status).toBe(1);
  });

  it('says in one line that the install failed, below npm’s own words', async () => {
    const bin = join(clone, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "npm error network" >&2\nexit 1\n', { mode: 0o755 });
    const env = { PORT: String(await freePort()), PATH: `${bin}:${process.env.PATH}` };
    const { status, stderr } = start(['--host', 'embedded'], env);
    expect(stderr.split('\n').at(-1)).toBe(
      'error: npm ci failed (its own message is above): check that the npm registry can be reached, then run this again',
    );
    expect(status).toBe(1);
  });
});
