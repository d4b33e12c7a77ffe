// The lines of a running app through a real rsyslog: every field of every line is at the other end.
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { root } from '../../scripts/build/paths.ts';
import { type App, startApp } from '../support/app.ts';
import { type Document, startFakeElasticsearch, startLineReceiver } from '../support/log-receivers.ts';
import { load } from '../support/mcp.ts';
import { freePort, until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { startRsyslog } from '../support/rsyslog.ts';

const folder = 'test/fixtures/logging';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';

describeWith(['rsyslogd'], 'rsyslog', () => {
  let app: App;
  let stateDir: string;
  let logs: string;

  beforeAll(async () => {
    await buildComponent({ name: 'fixtures/logging', folder, language: 'typescript', world: 'instrumented' });
    stateDir = mkdtempSync(join(tmpdir(), 'sidecars-logs-'));
    logs = join(stateDir, 'logs');
    chmodSync(stateDir, 0o755);
    app = await startApp({ manifest: join(root, folder, 'spin.toml'), stateDir });
  });
  afterAll(async () => {
    await app?.stop();
    if (stateDir) rmSync(stateDir, { recursive: true, force: true });
  });

  const written = () =>
    readdirSync(logs).flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n').filter(Boolean));

  /** Every kind of line that the SDK writes: access log, log of a tool, an error with its stack, hostile texts. */
  async function sendRequests(): Promise<void> {
    const before = written().length;
    await load(20, 8, async (id) => {
      await (await fetch(`${app.url}/?lines=3&id=${id}`, { headers: { traceparent } })).text();
    });
    await (await fetch(`${app.url}/fail`)).text();
    await (await fetch(`${app.url}/hostile`, { method: 'POST', body: 'hostile' })).text();
    await until('all lines', async () => written().length >= before + 20 * 4 + 2 + 2);
  }

  beforeEach(sendRequests);

  /** What must be at the other end. rsyslog ends a text at U+0000. */
  const expected = (): Document[] =>
    written().map((text) => {
      const line = JSON.parse(text, (_, value) =>
        typeof value === 'string' ? value.split('\0')[0] : value,
      ) as Document;
      return { ...line, host: expect.any(String), job: 'ftl-app', '@timestamp': line.timestamp };
    });

  it('finds every field of the access log mapped in Elasticsearch’s template', () => {
    const template = JSON.parse(readFileSync(join(root, 'monitoring/elasticsearch/index-template.json'), 'utf8'));
    const mapped = Object.keys(template.template.mappings.properties);
    const lines = expected().filter(({ message }) => message === 'request');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(Object.keys(line).filter((name) => !mapped.includes(name))).toEqual([]);
  });

  it('forwards every line with every field', async () => {
    const receiver = await startLineReceiver();
    const rsyslog = startRsyslog({ ship: 'forward', logs, port: receiver.port });
    try {
      await until('all lines', async () => receiver.documents.length >= written().length);
      await sendRequests();
      await until('the lines of a running app', async () => receiver.documents.length >= written().length);
      expect(receiver.documents).toEqual(expected());
      expect(rsyslog.output()).toBe('');
    } finally {
      await rsyslog.stop();
      await receiver.close();
    }
  });

  it('keeps lines while nobody takes them, and sends them as new documents of ftl-logs', async () => {
    const port = await freePort();
    const rsyslog = startRsyslog({ ship: 'elasticsearch', logs, port });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const elasticsearch = await startFakeElasticsearch(port);
    try {
      await until('all lines', async () => elasticsearch.documents.length >= written().length, 60_000);
      expect(elasticsearch.documents).toEqual(expected());
      for (const action of elasticsearch.actions) {
        expect(action).toEqual({ create: { _index: 'ftl-logs', _id: expect.stringMatching(/^[0-9A-F]{32}$/) } });
      }
      expect(new Set(elasticsearch.actions.map((action) => JSON.stringify(action))).size).toBe(written().length);

      // this is not tried again, docs/log-shipping.md says so
      elasticsearch.isBusy = true;
      await (await fetch(`${app.url}/?busy`)).text();
      await until('the line to be kept', async () => rsyslog.refused().includes('\\"path\\":'));
    } finally {
      await rsyslog.stop();
      await elasticsearch.close();
    }
  }, 90_000);

  it('takes a line that is no JSON as a message, and goes on when the file is truncated', async () => {
    const receiver = await startLineReceiver();
    const rsyslog = startRsyslog({ ship: 'forward', logs, port: receiver.port });
    try {
      appendFileSync(join(logs, 'other_stderr.txt'), 'thread panicked: "x"\n');
      const plain = () => receiver.documents.filter(({ level }) => level === 'unknown');
      await until('the line', async () => plain().length === 1);
      expect(plain()[0]).toMatchObject({ component: 'other', message: 'thread panicked: "x"', job: 'ftl-app' });
      expect(Date.parse(plain()[0]!['@timestamp'] as string)).toBeGreaterThan(Date.now() - 60_000);
      truncateSync(join(logs, 'other_stderr.txt'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      appendFileSync(join(logs, 'other_stderr.txt'), 'after\n');
      await until('the line after it', async () => plain().some(({ message }) => message === 'after'));
    } finally {
      rmSync(join(logs, 'other_stderr.txt'));
      await rsyslog.stop();
      await receiver.close();
    }
  });
});
