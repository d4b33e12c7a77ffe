// Node. Starts the stack, says what to open, and ends everything on Ctrl-C.
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { basename, join, relative } from 'node:path';
import { root } from '../build/paths.ts';
import { isOnPath } from '../setup/command.mjs';
import { hostCommand } from '../setup/serve.mjs';
import { telemetryVariables } from '../setup/telemetry.mjs';
import { alertmanagerConfig } from './alertmanager.ts';
import { Children } from './children.ts';
import { clearFolder, folder, logs, manifestPath } from './files.ts';
import { collectorUrl, stackManifest } from './manifest.ts';
import { startNotifications } from './notifications.ts';
import { prometheusConfig } from './prometheus.ts';
import { welcome } from './welcome.ts';

export interface StackSettings {
  host: 'embedded' | 'spin';
  /** Address at which Prometheus listens. */
  listen: string;
  port: number;
  prometheusPort: number;
  alertmanagerPort: number;
}

const text = (path: string) => readFileSync(join(root, path), 'utf8');

function made(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** True when something takes connections there. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port), timeout: 1000 });
    const answer = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

/** Never returns: the process ends with 0 when it is told to, with 1 when a program of the stack ends. */
export async function runStack(settings: StackSettings): Promise<void> {
  clearFolder();
  const children = new Children();
  const notifications = await startNotifications((line) => console.log(line));
  const end = async (code: number) => {
    await children.stop();
    notifications.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));
  try {
    console.log(welcome(await startAll(settings, children, notifications.url)));
    await children.failure;
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    await end(1);
  }
}

/** What runs, with its addresses. */
export interface Running {
  host: StackSettings['host'];
  app: string;
  /** undefined: this machine has none. */
  prometheus: string | undefined;
  alertmanager: string | undefined;
  /** Where spans go. */
  collector: string | undefined;
  /** Folder of the components' lines. */
  logs: string;
}

async function startAll(settings: StackSettings, children: Children, notifyUrl: string): Promise<Running> {
  const app = `127.0.0.1:${settings.port}`;
  const hasCollector = await listens(collectorUrl);
  writeFileSync(manifestPath, stackManifest(text('spin.toml'), basename(manifestPath), { hasCollector }));
  const [command, args] = hostCommand(settings.host, {
    listen: app,
    manifest: relative(root, manifestPath),
    more: ['--state-dir', relative(root, folder)],
  });
  const env = telemetryVariables(process.env, `http://${app}`);
  await children.start({ name: 'app', command, args, env, readyUrl: `http://${app}/health` });

  const alertmanager = ['prometheus-alertmanager', 'alertmanager'].find((name) => isOnPath(name));
  const alertmanagerAddress = alertmanager && `127.0.0.1:${settings.alertmanagerPort}`;
  if (alertmanager) {
    const config = alertmanagerConfig(text('monitoring/alertmanager/alertmanager.yml'), notifyUrl);
    await children.start({
      name: 'alertmanager',
      command: alertmanager,
      args: [
        `--config.file=${made('alertmanager.yml', config)}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=${alertmanagerAddress}`,
        '--cluster.listen-address=',
      ],
      readyUrl: `http://${alertmanagerAddress}/-/ready`,
    });
  }

  const prometheusAddress = isOnPath('prometheus') ? `${settings.listen}:${settings.prometheusPort}` : undefined;
  if (prometheusAddress) {
    const config = prometheusConfig(text('monitoring/prometheus/prometheus.yml'), {
      app,
      alertmanager: alertmanagerAddress,
    });
    await children.start({
      name: 'prometheus',
      command: 'prometheus',
      args: [
        `--config.file=${made('prometheus.yml', config)}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--web.listen-address=${prometheusAddress}`,
        '--enable-feature=exemplar-storage',
      ],
      readyUrl: `http://${prometheusAddress}/-/ready`,
    });
  }
  return {
    host: settings.host,
    app: `http://${app}`,
    prometheus: prometheusAddress && `http://${prometheusAddress}`,
    alertmanager: alertmanagerAddress && `http://${alertmanagerAddress}`,
    collector: hasCollector ? collectorUrl : undefined,
    logs: relative(root, logs),
  };
}
