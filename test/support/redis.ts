// Node, tests. A redis-server of its own for a test; see programs.ts for what happens when there is none.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './ports.ts';

export interface Redis {
  /** With the password, without a database. */
  url: string;
  port: number;
  /** Ends it and, unless told otherwise, forgets the data. Safe to call twice. */
  stop(options?: { keepsData: boolean }): Promise<void>;
  /** On the same port, also after `stop`; empty, unless it is persistent. */
  restart(): Promise<void>;
}

export interface RedisOptions {
  password?: string;
  /** Every write is on disk before it is answered, and there after `restart`. */
  isPersistent?: boolean;
}

/** Starts it on a free port of 127.0.0.1 and waits until it answers. */
export async function startRedis({ password, isPersistent = false }: RedisOptions = {}): Promise<Redis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-redis-'));
  let child: ChildProcess | undefined;
  const start = async () => {
    mkdirSync(folder, { recursive: true });
    const options = [
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--save',
      '',
      '--appendonly',
      isPersistent ? 'yes' : 'no',
      '--appendfsync',
      'always',
      '--dir',
      folder,
    ];
    const login = password === undefined ? [] : ['--requirepass', password];
    child = spawn('redis-server', [...options, ...login], { stdio: 'ignore' });
    await until('Redis to answer', () => answers(port), 10_000);
  };
  const end = async () => {
    const ending = child;
    child = undefined;
    if (!ending) return;
    const exit = once(ending, 'exit');
    ending.kill('SIGKILL');
    await exit;
  };
  await start();
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    port,
    stop: async ({ keepsData } = { keepsData: false }) => {
      await end();
      if (!keepsData) rmSync(folder, { recursive: true, force: true });
    },
    restart: async () => {
      await end();
      await start();
    },
  };
}

/** Any answer to PING will do: one that wants a password is awake too. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => {});
    socket.once('close', () => resolve(false));
  });
}
