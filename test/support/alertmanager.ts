// Node, tests. A real Alertmanager with the project's own configuration, its secrets and addresses replaced by fakes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import type { FakeReceivers } from './fake-receivers.ts';
import { freePort, until } from './ports.ts';

export const alertmanagerFile = join(root, 'monitoring/alertmanager/alertmanager.yml');

export interface Alertmanager {
  url: string;
  /** What it has, as its API says. */
  alerts(): Promise<{ labels: Record<string, string>; status: { state: string } }[]>;
  stop(): Promise<void>;
}

export async function startAlertmanager(receivers: FakeReceivers): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-alertmanager-'));
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, configuration(folder, receivers));
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${config}`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=${new URL(url).host}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await until('Alertmanager to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return {
    url,
    alerts: async () => (await fetch(`${url}/api/v2/alerts`)).json() as ReturnType<Alertmanager['alerts']>,
    async stop() {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Routes, receivers and texts stay; who is told is a fake, at once, without TLS. */
function configuration(folder: string, { url, smarthost }: FakeReceivers): string {
  const secret = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const config = parse(readFileSync(alertmanagerFile, 'utf8'));
  Object.assign(config.global, {
    slack_api_url_file: secret('slack_api_url', `${url}/slack`),
    pagerduty_url: `${url}/pagerduty`,
    smtp_smarthost: smarthost,
    smtp_require_tls: false,
  });
  delete config.global.smtp_auth_username;
  delete config.global.smtp_auth_password_file;
  Object.assign(config.route, { group_wait: '1s', group_interval: '1s' });
  for (const receiver of config.receivers) {
    for (const pagerduty of receiver.pagerduty_configs ?? []) {
      pagerduty.routing_key_file = secret('pagerduty_routing_key', 'test-key');
    }
  }
  return stringify(config);
}
