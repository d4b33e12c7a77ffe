// Node, tests. A real Prometheus that scrapes one app, with the guide's scrape job.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './ports.ts';

export interface Target {
  health: string;
  /** Empty: the last scrape went well. */
  lastError: string;
}

export interface Prometheus {
  url: string;
  /** The value of the first series; NaN when there is none. */
  query(expression: string): Promise<number>;
  /** What an API path below /api/v1/ has as `data`. */
  api<T>(path: string): Promise<T>;
  /** How the scraping of the app goes. */
  target(): Promise<Target>;
  stop(): Promise<void>;
}

export interface PrometheusOptions {
  /** Further lines of the scrape job, as YAML. */
  job?: string[];
  /** Further command line flags. */
  flags?: string[];
  /** Absolute paths of rule files. */
  rules?: string[];
  /** Base address of an Alertmanager. */
  alertmanager?: string;
}

export async function startPrometheus(appUrl: string, options: PrometheusOptions = {}): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-prometheus-'));
  const port = await freePort();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, configuration(appUrl, options));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...(options.flags ?? []),
    ],
    { stdio: 'ignore' },
  );
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  const api = async <T>(path: string) => ((await (await fetch(`${url}/api/v1/${path}`)).json()) as { data: T }).data;
  return {
    url,
    api,
    async query(expression) {
      const { result } = await api<{ result: { value: [number, string] }[] }>(
        `query?query=${encodeURIComponent(expression)}`,
      );
      return Number(result[0]?.value[1] ?? Number.NaN);
    },
    async target() {
      return (await api<{ activeTargets: Target[] }>('targets')).activeTargets[0]!;
    },
    async stop() {
      child.kill('SIGTERM');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The guide's job, faster and pointed at this app. JSON is YAML. */
function configuration(appUrl: string, { job = [], rules = [], alertmanager }: PrometheusOptions): string {
  const managers = alertmanager ? [{ static_configs: [{ targets: [new URL(alertmanager).host] }] }] : [];
  return `global:
  evaluation_interval: 1s
rule_files: ${JSON.stringify(rules)}
alerting: ${JSON.stringify({ alertmanagers: managers })}
scrape_configs:
  - job_name: 'ftl-app'
    static_configs:
      - targets: ['${new URL(appUrl).host}']
    metrics_path: '/metrics'
    scrape_interval: 4s
${job.map((line) => `    ${line}\n`).join('')}`;
}
