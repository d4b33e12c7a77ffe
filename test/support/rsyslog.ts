// Node, tests. A real rsyslog with the project's own configuration, its paths and addresses replaced; without privileges.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/build/paths.ts';

/** nobody, on every Linux. Who is not root stays who he is. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface Rsyslog {
  /** What it complained of. */
  output(): string;
  /** What Elasticsearch refused, as it is kept. */
  refused(): string;
  stop(): Promise<void>;
}

export interface RsyslogOptions {
  /** Which of the files `10-ftl-ship-*.conf`. */
  ship: 'forward' | 'elasticsearch';
  /** Absolute path of the folder that the app logs to. */
  logs: string;
  /** Port of the receiver on 127.0.0.1. */
  port: number;
}

export function startRsyslog({ ship, logs, port }: RsyslogOptions): Rsyslog {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-rsyslog-'));
  const work = join(folder, 'work');
  mkdirSync(work);
  for (const path of [folder, work]) chmodSync(path, 0o777);
  const texts = [`10-ftl-ship-${ship}`, '20-ftl-app'].map((name) =>
    readFileSync(join(root, `monitoring/rsyslog/${name}.conf`), 'utf8'),
  );
  const config = [`global(workDirectory="${work}")`, ...texts]
    .join('\n')
    .replace('/var/log/ftl-app', logs)
    .replace('/var/spool/rsyslog', work)
    .replace('target="logs.example.org" port="5170"', `target="127.0.0.1" port="${port}"`)
    .replace('http://elasticsearch:9200', `http://127.0.0.1:${port}`);
  writeFileSync(join(folder, 'rsyslog.conf'), config);
  const args = ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'work/pid')];
  const child = spawn('rsyslogd', args, { cwd: work, stdio: ['ignore', 'pipe', 'pipe'], ...unprivileged });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return {
    output: () => output,
    refused: () => readFileSync(join(work, 'ftl-refused.json'), 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
