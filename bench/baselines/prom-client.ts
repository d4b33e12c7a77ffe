// Node. prom-client where it is at home: a Node process that lives as long as its metrics, see prom-client-server.ts.
import { join } from 'node:path';
import { root } from '../../scripts/build/paths.ts';
import { freePort } from '../../test/support/ports.ts';
import { startProgram } from '../support/programs.ts';

export interface PromClientOptions {
  /** Counters to begin with, as the filler makes them. */
  series?: number;
  /** 0: one process that does everything. Else so many cluster workers that answer requests. */
  workers?: number;
}

export interface PromClient {
  /** Where requests go. */
  url: string;
  /** Address of the exposition. */
  metrics: string;
  stop(): Promise<void>;
}

export async function startPromClient({ series = 0, workers = 0 }: PromClientOptions): Promise<PromClient> {
  const url = `http://127.0.0.1:${await freePort()}`;
  // A cluster's exposition is at its primary process.
  const metrics = workers === 0 ? url : `http://127.0.0.1:${await freePort()}`;
  const ports = [url, metrics].map((address) => new URL(address).port);
  const program = await startProgram(
    process.execPath,
    ['--import', 'tsx', join(root, 'bench/baselines/prom-client-server.ts'), ...ports, String(workers), String(series)],
    async () => (await fetch(`${metrics}/metrics`)).ok && (await fetch(`${url}/`, { method: 'POST' })).ok,
  );
  return { url, metrics: `${metrics}/metrics`, stop: program.stop };
}
