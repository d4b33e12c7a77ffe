// Log lines on their way through a host: whole, one a write, readable by jq under load, with what happened in them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';
import { load } from '../support/mcp.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';

const folder = 'test/fixtures/logging';
const trace = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${trace}-b7ad6b7169203331-00`;

let app: App;
beforeAll(async () => {
  await buildComponent({ name: 'fixtures/logging', folder, language: 'typescript', world: 'instrumented' });
  app = await startApp({ manifest: join(fileURLToPath(new URL('../..', import.meta.url)), folder, 'spin.toml') });
});
afterAll(() => app?.stop());

type Line = Record<string, unknown> & { error?: Record<string, unknown> };

const texts = () =>
  app
    .output()
    .split('\n')
    .filter((text) => text.includes('"timestamp"'));
const lines = () => texts().map((text) => JSON.parse(text) as Line);

/** The lines that a request wrote. */
async function linesOf(path: string, init: RequestInit = {}, count = 1): Promise<Line[]> {
  const before = texts().length;
  await (await fetch(app.url + path, init)).text();
  await until('its lines', async () => texts().length >= before + count, 5000);
  return lines().slice(before);
}

describe('the access log', () => {
  it('has a line for a request, without its query, with the trace', async () => {
    const [line] = await linesOf('/?secret=1', { headers: { traceparent }, method: 'POST', body: 'four' });
    expect(line).toMatchObject({
      level: 'info',
      component: 'logging',
      message: 'request',
      trace_id: trace,
      method: 'POST',
      path: '/',
      route: '/',
      status: 200,
      request_bytes: 4,
      response_bytes: 6,
    });
    expect(line!.duration_seconds).toBeGreaterThan(0);
  });

  it('says error for answers that are', async () => {
    expect((await linesOf('/status?code=503'))[0]).toMatchObject({ level: 'error', status: 503 });
    expect((await linesOf('/status?code=404'))[0]).toMatchObject({ level: 'info', status: 404 });
  });
});

describe('the error log', () => {
  it('has what a handler threw, with its stack and causes, in the same trace', async () => {
    const [failure, access] = await linesOf('/fail', { headers: { traceparent } }, 2);
    expect(failure).toMatchObject({ level: 'error', message: 'the handler failed', trace_id: trace });
    expect(failure!.error).toMatchObject({
      type: 'Error',
      message: 'the handler is at fault',
      cause: { type: 'RangeError', message: 'and this is why' },
    });
    expect(failure!.error!.stack).toMatch(/^throwing@/);
    expect(access).toMatchObject({ message: 'request', status: 500, route: '/fail', trace_id: trace });
  });
});

describe('a hostile line', () => {
  it('is one line of JSON that fits into a write, cut where it must be, without secrets', async () => {
    const [line] = await linesOf('/hostile', { method: 'POST', body: `m${'\u0001'.repeat(100_000)}` }, 2);
    expect(line).toMatchObject({
      text: 'quotes " and \\ and \n newline \u0000 🦊 \ufffd',
      circle: { name: 'circle', self: '[circular]' },
      big: '18446744073709551616',
      card: 4711,
      password: '[redacted]',
      error: { type: 'TypeError', message: 'odd' },
    });
    expect(line!.megabyte).toMatch(/\[cut: \d+ characters\]$/);
    expect(line!.message).toMatch(/\[cut: 100001 characters\]$/);
  });
});

describeWith(['jq'], 'under load at 32 connections', () => {
  it('every line is there, whole, and read by jq', async () => {
    const requests = 300;
    const each = 10;
    const before = texts().length;
    await load(requests, 32, async (id) => {
      expect((await fetch(`${app.url}/?lines=${each}&id=${id}`)).status).toBe(200);
    });
    await until('all lines', async () => texts().length >= before + requests * (each + 1), 20_000);
    const written = app
      .output()
      .split('\n')
      .filter((text) => /^\{/.test(text));
    const { status, stdout } = spawnSync('jq', ['-c', 'select(.tool == "weather") | [.id, .line, .message]'], {
      input: written.join('\n'),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(status).toBe(0);
    const seen = new Set(stdout.trim().split('\n'));
    const expected = Array.from({ length: requests * each }, (_, at) =>
      JSON.stringify([String(Math.floor(at / each)), at % each, 'Tool execution completed']),
    );
    expect(seen).toEqual(new Set(expected));
    expect(written.length).toBe(texts().length);
  }, 120_000);
});
