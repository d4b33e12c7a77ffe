// Node, tests. An app in a folder of its own, served by the package that is installed there, or by Spin.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, hostName } from './app.ts';
import { freePort } from './ports.ts';
import { serveCommand } from './served-command.ts';

/** What users type to serve an app. */
export const upCommand = hostName === 'spin' ? 'spin up' : 'npx spin-sidecars up';

/** Answers as soon as the app serves. */
export const readyPath = '/.well-known/spin/health';

/** With stores that are empty. */
export async function serveFolder(folder: string): Promise<Pick<App, 'url' | 'output' | 'stop'>> {
  const address = `127.0.0.1:${await freePort()}`;
  const state = mkdtempSync(join(tmpdir(), 'sidecars-state-'));
  const url = `http://${address}`;
  const served = await serveCommand(`${upCommand} --listen ${address} --state-dir ${state}`, folder, url + readyPath);
  const stop = async () => {
    await served.stop();
    rmSync(state, { recursive: true, force: true });
  };
  return { url, output: served.output, stop };
}
