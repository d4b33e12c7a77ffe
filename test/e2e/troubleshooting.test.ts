// docs/troubleshooting.md: every command, run as it stands (addresses aside) against `npm run stack`. The guide's commands
// are among them.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { callTool } from '../support/mcp.ts';
import { blocks, readPage } from '../support/page.ts';
import { freePort, until } from '../support/ports.ts';
import { pathOf } from '../support/programs.ts';
import { type Stack, startStack } from '../support/stack.ts';

const commands = blocks(readPage('troubleshooting.md'), 'bash').flatMap((block) => block.trim().split('\n'));
const tool = { name: 'items-ts__process_items', arguments: { items: ['a'] } };

/** What each has to print; a command that no entry speaks of fails. */
const expected: [command: RegExp, output: RegExp][] = [
  [/^curl http:.*\/metrics$/, /^# HELP http_requests_total /m],
  [/grep -E "\^\[\^#\]"$/, /^http_requests_total\{.*\} \d+$/m],
  [/\/targets /, /"health": "up",\n +"lastError": ""/],
  [/^tail /, /==> .*items-ts_stdout\.txt <==\n\{"timestamp"/],
  [/^nc -zv localhost/, /succeeded|open/],
  [/sidecars_dropped_telemetry_total/, /^$/],
  [/^jq -R -r 'select/, /^$/],
  [/^ps aux/, /^\d{4,}$/m],
  [/heap\?debug=1/, /http_requests_total/],
  [/\/rules /, /^TargetDown\tinactive$/m],
  [/\/alertmanagers /, /\/api\/v2\/alerts"/],
  [/9093\/api\/v2\/alerts/, /^$/],
  [/\/debug\/pprof\/$/, /items-ts<\/th><td>profiled/],
  [/\/ready$/, /"status":"healthy"/],
];

const isStart = (command: string) => /\bnpm start\b/.test(command);
const isJournal = (command: string) => command.startsWith('journalctl -u ftl-app');
/** Of machines that are not this one. */
const elsewhere = ['nc -zv elasticsearch 9200', 'journalctl -u rsyslog -n 20'];

describe('docs/troubleshooting.md', () => {
  let stack: Stack;
  let collector: Collector;
  beforeAll(async () => {
    [stack, collector] = [await startStack(), await startCollector()];
    await callTool(stack.app, tool);
    await until('a scrape', async () => {
      const answer = await fetch(`${stack.prometheus}/api/v1/query?query=up`);
      return (await answer.text()).includes('"1"');
    });
  });
  afterAll(async () => {
    await collector?.close();
    await stack?.stop();
  });

  const once = commands.filter((text) => !isStart(text) && !isJournal(text) && !elsewhere.includes(text));

  it.for(once)('%s', (command, { skip }) => {
    const [program] = command.split(' ');
    if (!pathOf(program!)) return skip(`not on the PATH: ${program}`);
    const output = expected.find(([pattern]) => pattern.test(command))?.[1];
    expect(output, 'add what it prints').toBeDefined();
    const script = command
      .replaceAll('http://localhost:3000', stack.app)
      .replaceAll('http://localhost:9090', stack.prometheus)
      .replaceAll('http://localhost:9093', stack.alertmanager)
      .replace('localhost 4318', new URL(collector.url).host.replace(':', ' '));
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' });
    expect(program === 'nc' ? stderr : stdout).toMatch(output!);
  });

  it.each(commands.filter(isStart))(
    '%s',
    async (command) => {
      const port = await freePort();
      // bash is the leader of its own group, so that Ctrl-C reaches everything in it
      // jq keeps what it does not write to a terminal
      const child = spawn('bash', ['-c', command.replace('jq ', 'jq --unbuffered ')], {
        cwd: root,
        detached: true,
        env: {
          ...process.env,
          PORT: String(port),
          ...(process.env.SIDECARS_HOST !== 'spin' && { PATH: withoutSpin() }),
        },
      });
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      child.stderr.on('data', (chunk) => (output += chunk));
      const exit = new Promise((resolve) => child.once('exit', resolve));
      try {
        const url = `http://127.0.0.1:${port}`;
        await until('the demo', async () => (await fetch(`${url}/health`)).ok, 240_000);
        await callTool(url, tool);
        if (command.includes('console')) await until('spans', async () => output.includes('"message":"span '));
        if (command.includes('jq')) await until('lines', async () => output.includes('"message": "request"'));
        if (command.includes('jq')) expect(output).not.toContain('starting the demo');
      } finally {
        process.kill(-child.pid!, 'SIGINT');
        await exit;
      }
    },
    300_000,
  );

  const journalTools = ['journalctl', '/lib/systemd/systemd-journal-remote', 'jq'];
  const missing = journalTools.filter((name) => !pathOf(name));
  it.skipIf(missing.length > 0)(
    `journalctl -u ftl-app${missing.length > 0 ? ` (skipped: not here: ${missing.join(', ')})` : ''}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'sidecars-journal-'));
      try {
        const line = readFileSync(join(root, 'build/stack/logs/items-ts_stdout.txt'), 'utf8').split('\n')[0]!;
        const journal = join(folder, 'app.journal');
        writeJournal(journal, ['Serving http://127.0.0.1:3000', line]);
        for (const command of commands.filter(isJournal)) {
          const script = command.replace('journalctl', `timeout 3 journalctl --file ${journal}`);
          const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
          expect(stdout).toContain('items-ts');
          expect(stdout.includes('Serving')).toBe(!command.includes('jq'));
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it('has every command of the guide, in the form that works here', () => {
    const guide = [
      'curl http://localhost:3000/metrics',
      'curl -s http://localhost:9090/api/v1/targets',
      'npm start -- --env LOG_LEVEL=debug',
      'nc -zv localhost 4318',
      "npm start -- --env LOG_FORMAT=json 2>&1 | jq -R 'fromjson?'",
      'curl -s http://localhost:3000/metrics | grep -E "^[^#]"',
      'journalctl -u ftl-app -n 100 -f',
      'npm start -- --env OTEL_TRACES_EXPORTER=console',
      'ps aux | grep',
    ];
    for (const start of guide)
      expect(
        commands.some((command) => command.startsWith(start)),
        start,
      ).toBe(true);
  });
});

/** As systemd would have stored what the unit printed. */
function writeJournal(path: string, messages: string[]): void {
  const entries = messages.map((message, at) =>
    [
      `__REALTIME_TIMESTAMP=${Date.now() * 1000 + at}`,
      `__MONOTONIC_TIMESTAMP=${1000 + at}`,
      `_BOOT_ID=${'1'.repeat(32)}`,
      '_SYSTEMD_UNIT=ftl-app.service',
      'SYSLOG_IDENTIFIER=spin',
      `MESSAGE=${message}`,
    ].join('\n'),
  );
  const args = ['-o', path, '-'];
  const input = `${entries.join('\n\n')}\n\n`;
  const { status, stderr } = spawnSync('/lib/systemd/systemd-journal-remote', args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`systemd-journal-remote: ${stderr}`);
}

/** `npm start` takes Spin where it is; the suite decides which host it runs on. */
function withoutSpin(): string {
  return process.env
    .PATH!.split(':')
    .filter((folder) => !pathOf(`${folder}/spin`))
    .join(':');
}
