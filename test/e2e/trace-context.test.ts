// The cases of the W3C's trace-context test suite, sent as raw header lines to the gateway and to a tool: which trace the
// request's span is in, and what of it the next one gets.
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { root } from '../../scripts/build/paths.ts';
import { type App, startApp } from '../support/app.ts';
import { type Collector, type OtlpSpan, startCollector } from '../support/collector.ts';
import { until } from '../support/ports.ts';
import { telemetryApp } from '../support/telemetry-app.ts';

const id = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';
const good = `00-${id}-${span}-01`;

/** Header lines in the order in which they are sent; one name with several values is as many lines. */
type Headers = Record<string, string[]>;
const traceparent = (...values: string[]): Headers => ({ traceparent: values });
const tracestate = (...values: string[]): Headers => ({ traceparent: [good], tracestate: values });
const members = (count: number) => Array.from({ length: count }, (_, at) => `k${at}=${at}`).join(',');

const taken: [string, Headers][] = [
  ['a name in mixed case', { TraceParent: [good] }],
  ['white space around it', traceparent(`  ${good}\t`)],
  ['a version of the future', traceparent(`cc-${id}-${span}-01`)],
  ['a version of the future with more', traceparent(`cc-${id}-${span}-01-what-the-future-brings`)],
];

const refused: [string, Headers][] = [
  ['nothing', {}],
  ['an empty value', traceparent('')],
  ['two lines', traceparent(good, `00-${'1'.repeat(32)}-${span}-01`)],
  ['two equal lines', traceparent(good, good)],
  ['a name with a hyphen', { 'trace-parent': [good] }],
  ['version ff', traceparent(`ff-${id}-${span}-01`)],
  ['a version that is not hexadecimal', traceparent(`.0-${id}-${span}-01`)],
  ['a short version', traceparent(`0-${id}-${span}-01`)],
  ['version 00 with more', traceparent(`${good}-what-the-future-brings`)],
  ['a future version with more, not divided', traceparent(`cc-${id}-${span}-01.more`)],
  ['a trace id of zeros', traceparent(`00-${'0'.repeat(32)}-${span}-01`)],
  ['a trace id in upper case', traceparent(`00-${id.toUpperCase()}-${span}-01`)],
  ['a long trace id', traceparent(`00-${id}0-${span}-01`)],
  ['a short trace id', traceparent(`00-${id.slice(1)}-${span}-01`)],
  ['a parent id of zeros', traceparent(`00-${id}-${'0'.repeat(16)}-01`)],
  ['a parent id that is not hexadecimal', traceparent(`00-${id}-${span.slice(1)}.-01`)],
  ['a long parent id', traceparent(`00-${id}-${span}0-01`)],
  ['flags that are not hexadecimal', traceparent(`00-${id}-${span}-.0`)],
  ['short flags', traceparent(`00-${id}-${span}-1`)],
  ['long flags', traceparent(`00-${id}-${span}-001`)],
];

const states: [string, Headers, string | undefined][] = [
  ['one line', tracestate('foo=1,bar=2'), 'foo=1,bar=2'],
  ['several lines, in their order', tracestate('foo=1', 'bar=2', 'baz=3'), 'foo=1,bar=2,baz=3'],
  ['empty lines between', tracestate('foo=1', '', 'bar=2'), 'foo=1,bar=2'],
  ['white space', tracestate('foo=1 \t , \t bar=2'), 'foo=1,bar=2'],
  ['32 members', tracestate(members(32)), members(32)],
  ['33 members', tracestate(members(33)), undefined],
  ['33 members in two lines', tracestate(members(32), 'last=1'), undefined],
  ['a key of 256', tracestate(`${'z'.repeat(256)}=1`), `${'z'.repeat(256)}=1`],
  ['a key of 257', tracestate(`${'z'.repeat(257)}=1`), undefined],
  ['a value of 257', tracestate(`foo=${'v'.repeat(257)}`), undefined],
  ['a key in upper case', tracestate('FOO=1'), undefined],
  ['no value', tracestate('foo'), undefined],
  ['one bad member', tracestate('foo=1,bar'), undefined],
  ['no traceparent', { tracestate: ['foo=1'] }, undefined],
  ['a bad traceparent', { traceparent: ['garbage'], tracestate: ['foo=1'] }, undefined],
];

let collector: Collector;
beforeAll(async () => {
  await buildComponent({
    name: 'fixtures/traced',
    folder: 'test/fixtures/traced',
    language: 'typescript',
    world: 'instrumented',
  });
  collector = await startCollector();
});
afterAll(() => collector?.close());
beforeEach(() => Object.assign(collector, { exports: [] }));

const call = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'items-ts__process_items', arguments: { items: ['a'] } },
});

/** Who is asked: its path, and the names of its own span and of one that got its context. */
const receivers = [
  {
    who: 'the gateway',
    manifest: join(root, 'spin.toml'),
    components: ['mcp-gateway', 'items-ts'],
    path: '/mcp',
    body: call,
    own: 'tools/call items-ts__process_items',
    next: 'POST /process_items',
    spans: 5,
  },
  {
    who: 'a tool',
    manifest: join(root, 'test/fixtures/traced/spin.toml'),
    components: ['traced'],
    path: '/traced/await',
    body: undefined,
    own: 'GET /traced/:way',
    next: 'outer',
    spans: 3,
  },
];

describe.each(receivers)('$who', ({ manifest, components, path, body, own, next, spans }) => {
  let app: App;
  beforeAll(async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_TIMEOUT: '10000' };
    app = await startApp({ manifest: telemetryApp({ environment, host: collector.url, manifest, components }) });
  });
  afterAll(() => app?.stop());

  async function spansFor(headers: Headers): Promise<{ own: OtlpSpan; next: OtlpSpan }> {
    expect(await send(`${app.url}${path}`, headers, body)).toBe(200);
    await until('the spans', async () => collector.spans().length === spans);
    const named = (name: string) => collector.spans().find((each) => each.name === name)!;
    return { own: named(own), next: named(next) };
  }

  it.each(taken)('goes on with the trace of a traceparent with %s', async (_, headers) => {
    const found = await spansFor(headers);
    expect(found.own).toMatchObject({ traceId: id, parentSpanId: span });
    expect(found.next.traceId).toBe(id);
  });

  it.each(refused)('begins a trace of its own where the traceparent has %s', async (_, headers) => {
    const found = await spansFor(headers);
    expect(found.own.parentSpanId ?? '').toBe('');
    expect([id, '1'.repeat(32)]).not.toContain(found.own.traceId);
    expect(found.next.traceId).toBe(found.own.traceId);
  });

  it.each(states)('reads a tracestate with %s, and hands on what it read', async (_, headers, expected) => {
    const found = await spansFor(headers);
    if (headers.traceparent?.[0] === good) expect(found.own.traceId).toBe(id);
    expect(found.own.traceState || undefined).toBe(expected);
    expect(found.next.traceState || undefined).toBe(expected);
  });
});

/** Gives the status. `fetch` would join the lines of one name. */
function send(url: string, headers: Headers, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    });
    sent.on('error', reject).on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode!));
    });
    sent.end(body);
  });
}
