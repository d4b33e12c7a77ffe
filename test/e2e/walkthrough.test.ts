// docs/walkthrough.md, gone from its mistake to its line: with its code, its commands, and a real Prometheus, Alertmanager
// and pprof. Only the alert waits for seconds here and not for ten minutes.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { buildDir, root } from '../../scripts/build/paths.ts';
import { stackManifest } from '../../scripts/stack/manifest.ts';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { type App, startApp } from '../support/app.ts';
import { type FakeReceivers, startFakeReceivers } from '../support/fake-receivers.ts';
import { callTool } from '../support/mcp.ts';
import { blocks, readPage } from '../support/page.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';

const page = readPage('walkthrough.md');
const [mistake, repair] = blocks(page, 'ts');
const source = 'components/items-ts/process-item.ts';

/** The demo’s tool with another `processItem`, built under a name of its own. */
async function buildTool(code: string): Promise<string> {
  const folder = join(buildDir, 'walkthrough');
  cpSync(join(root, 'components/items-ts'), folder, { recursive: true });
  const [head] = readFileSync(join(root, source), 'utf8').split('export async function processItem');
  writeFileSync(join(folder, 'process-item.ts'), head + code);
  const component = { name: 'walkthrough', folder: 'build/walkthrough', language: 'typescript' } as const;
  await buildComponent({ ...component, world: 'instrumented', isProfiled: true });
  return join(folder, 'process-item.ts');
}

/** The rules that the page speaks of, which wait for five seconds. */
function impatientRules(folder: string): string[] {
  return ['recording', 'guide', 'app'].map((name) => {
    const text = readFileSync(join(root, `monitoring/prometheus/rules/${name}.yml`), 'utf8');
    writeFileSync(join(folder, `${name}.yml`), text.replaceAll('for: 10m', 'for: 5s'));
    return join(folder, `${name}.yml`);
  });
}

const itemsOf = (count: number) => Array.from({ length: count }, (_, at) => `item ${at + 1}`);

describeWith(['prometheus', 'prometheus-alertmanager', 'go', 'jq', 'curl', 'bash'], 'docs/walkthrough.md', () => {
  let folder: string;
  let file: string;
  let app: App;
  let receivers: FakeReceivers;
  let alertmanager: Alertmanager;
  let prometheus: Prometheus;
  let isOver = false;
  let traffic: Promise<void>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidecars-walkthrough-'));
    // pprof looks for sources below the folder that it is started in
    symlinkSync(buildDir, join(folder, 'build'));
    file = await buildTool(mistake!);
    const manifest = join(buildDir, 'walkthrough.toml');
    const demo = readFileSync(join(root, 'spin.toml'), 'utf8').replace('build/items-ts.wasm', 'build/walkthrough.wasm');
    writeFileSync(manifest, stackManifest(demo, 'walkthrough.toml', { hasCollector: false }));
    [app, receivers] = await Promise.all([
      startApp({ manifest, stateDir: join(folder, 'state') }),
      startFakeReceivers(),
    ]);
    alertmanager = await startAlertmanager(receivers);
    prometheus = await startPrometheus(app.url, {
      rules: impatientRules(folder),
      alertmanager: alertmanager.url,
      flags: ['--enable-feature=exemplar-storage'],
    });
    traffic = (async () => {
      for (let call = 0; !isOver; call++) {
        const items = itemsOf(call % 3 === 0 ? 1000 : 3);
        await callTool(app.url, { name: 'items-ts__process_items', arguments: { items } });
      }
    })();
  });
  afterAll(async () => {
    isOver = true;
    await traffic;
    for (const each of [prometheus, alertmanager, receivers, app]) await each?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What each of the page’s commands prints, run one after another in one shell. */
  async function follow(): Promise<string[]> {
    const script = ['set -euo pipefail', ...blocks(page, 'bash')]
      .join('\necho "-- next"\n')
      .replaceAll('http://localhost:3000', app.url)
      .replaceAll('http://localhost:9090', prometheus.url)
      .replaceAll('http://localhost:9093', alertmanager.url)
      .replaceAll('build/stack/logs', join(folder, 'state/logs'));
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      cwd: folder,
      env: { ...process.env, PPROF_TMPDIR: folder },
    });
    return stdout.split('-- next\n').slice(1);
  }

  it('leads from the alert to the line', async () => {
    const states = async () =>
      (await alertmanager.alerts())
        .filter(({ labels }) => labels.component === 'items-ts')
        .map(({ labels, status }) => `${labels.alertname} ${status.state}`);
    await until(
      'both alerts',
      async () => (await states()).sort().join() === 'HighLatency suppressed,RouteLatencyHigh active',
      120_000,
    );
    const [alerts, p95, exemplars, trace, log, sizes, top, list] = await follow();
    expect(alerts).toContain('RouteLatencyHigh\titems-ts\t/process_items\tactive\n');
    expect(alerts).toContain('HighLatency\titems-ts\t/process_items\tsuppressed\n');
    expect(Number(/items-ts\t\/process_items\t(.*)/.exec(p95!)![1])).toBeGreaterThan(2);
    expect(exemplars).toMatch(/\t[0-9a-f]{32}\n$/);
    const spans = trace!.trim().split('\n');
    expect(spans.map((line) => line.split('\t').slice(2).join(' '))).toEqual(
      expect.arrayContaining(['mcp-gateway tools/call items-ts__process_items', 'items-ts POST /process_items']),
    );
    expect(log).toMatch(/"route":"\/process_items","status":200,"duration_seconds":[\d.]+,"request_bytes":10904\}/);
    expect(sizes).toMatch(/requests of 10904 bytes: [\d.]+ s$/m);
    expect(top).toMatch(/\d\d% +[\d.]+m?s +[\d.]+% +canonical\n/);
    // the line that the page names, in the file that was built
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('canonical(other)')) + 1;
    expect(line).toBeGreaterThan(10);
    expect(list).toMatch(new RegExp(`\\. +[\\d.]+m?s +${line}: +const isNew = kept\\.every`));
  }, 240_000);

  it('has outputs of the commands that it shows', () => {
    const shown = blocks(page, 'text').slice(1);
    expect(shown).toHaveLength(blocks(page, 'bash').length);
    const line = (mistakeFile: string) =>
      mistakeFile.split('\n').findIndex((text) => text.includes('canonical(other)')) + 1;
    const [head] = readFileSync(join(root, source), 'utf8').split('export async function processItem');
    expect(shown.at(-1)).toContain(` ${line(head + mistake!)}:    const isNew`);
    expect(page).toContain(`Line ${line(head + mistake!)}:`);
  });

  it('is repaired by what it says', () => {
    const names = (code: string) => [...code.matchAll(/^function (\w+)/gm)].map(([, name]) => name);
    expect(names(mistake!)).toEqual(expect.arrayContaining(names(repair!)));
    const typeless = (code: string) => code.replace(/: string\[\]|: string|<string, string>/g, '');
    const [, canonical] = /(function canonical[\s\S]*?\n}\n)/.exec(typeless(mistake!))!;
    const repaired = new Function(`${canonical}${typeless(repair!)}; return withoutDuplicates;`)();
    expect(repaired(['a  b', 'A b ', 'c'])).toEqual(['a  b', 'c']);
  });
});
