// What a tool's spans, and those that `serve` makes of requests and calls, become at a collector.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { root } from '../../scripts/build/paths.ts';
import { type App, startApp } from '../support/app.ts';
import { attributesOf, type Collector, type OtlpSpan, startCollector } from '../support/collector.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { until } from '../support/ports.ts';
import { telemetryApp } from '../support/telemetry-app.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentId}-01`;
const manifest = join(root, 'test/fixtures/traced/spin.toml');

let collector: Collector;
let app: App;
let upstream: Upstream;
beforeAll(async () => {
  await buildComponent({
    name: 'fixtures/traced',
    folder: 'test/fixtures/traced',
    language: 'typescript',
    world: 'instrumented',
  });
  collector = await startCollector();
  upstream = await startUpstream();
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    OTEL_LOGS_EXPORTER: 'otlp',
  };
  app = await startApp({ manifest: telemetryApp({ environment, manifest, components: ['traced'] }) });
});
afterAll(async () => {
  await app?.stop();
  await collector?.close();
  await upstream?.close();
});

beforeEach(() => Object.assign(collector, { exports: [], status: 200, answer: '{}' }));

const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${app.url}/traced/${path}`, { headers });

/** The spans of one request, by name, once their export has come. */
async function spansOf(path: string, headers: Record<string, string> = { traceparent }): Promise<OtlpSpan[]> {
  await (await ask(path, headers)).text();
  await until('an export', async () => collector.spans().length > 0);
  return collector.spans();
}

const named = (spans: OtlpSpan[], name: string) => {
  const found = spans.filter((span) => span.name === name);
  expect(found, `${name} in ${spans.map((span) => span.name)}`).toHaveLength(1);
  return found[0]!;
};

describe('the active span', () => {
  it.each(['await', 'promise', 'timer', 'bound'])('is carried over %s', async (way) => {
    const spans = await spansOf(way);
    const server = named(spans, 'GET /traced/:way');
    const outer = named(spans, 'outer');
    expect(server).toMatchObject({ traceId, parentSpanId: parentId, kind: 2 });
    expect(outer).toMatchObject({ traceId, parentSpanId: server.spanId, kind: 1 });
    expect(named(spans, 'outer-inner')).toMatchObject({ traceId, parentSpanId: outer.spanId });
    expect(collector.exports).toHaveLength(1);
  });

  it('is that of each of several that run at the same time', async () => {
    const spans = await spansOf('concurrent');
    for (const name of ['a', 'b', 'c']) {
      expect(named(spans, `${name}-inner`).parentSpanId).toBe(named(spans, name).spanId);
    }
  });

  it('is carried into the turns of an async generator', async () => {
    const spans = await spansOf('generator');
    const inner = spans.filter(({ name }) => name === 'outer-inner');
    expect(inner.map(({ parentSpanId }) => parentSpanId)).toEqual(Array(2).fill(named(spans, 'outer').spanId));
  });

  it('is there in work after the response, which is in the same export', async () => {
    const spans = await spansOf('later');
    expect(named(spans, 'later-inner').parentSpanId).toBe(named(spans, 'later').spanId);
    expect(named(spans, 'later').parentSpanId).toBe(named(spans, 'GET /traced/:way').spanId);
    expect(collector.exports).toHaveLength(1);
  });
});

describe('a span', () => {
  it('has attributes, events, links, an exception and a status', async () => {
    const span = named(await spansOf('failing'), 'outer');
    expect(attributesOf(span)).toEqual({ 'tool.name': 'traced' });
    expect(span.status).toEqual({ code: 2, message: 'on purpose' });
    expect(span.events.map(({ name }) => name)).toEqual(['exception', 'gave up']);
    expect(attributesOf(span.events[0]!)).toMatchObject({
      'exception.type': 'Error',
      'exception.message': 'on purpose',
    });
    expect(span.links).toMatchObject([{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }]);
  });

  it('of the request says what HTTP’s convention wants', async () => {
    const span = named(await spansOf('await?secret=1', { traceparent, 'user-agent': 'test' }), 'GET /traced/:way');
    expect(attributesOf(span)).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/traced/:way',
      'http.response.status_code': 200,
      'url.path': '/traced/await',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'user_agent.original': 'test',
    });
    expect(span.status).toEqual({ code: 0 });
    expect(span.resource).toMatchObject({ 'service.name': 'traced', 'spin.component': 'traced' });
    expect(Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano))).toBeGreaterThan(1e6);
    expect(Math.abs(Number(span.startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
  });

  it('of a request that failed is an error, and the log has its id and the cause', async () => {
    const span = named(await spansOf('crash'), 'GET /traced/:way');
    expect(span.status).toEqual({ code: 2 });
    expect(attributesOf(span)).toMatchObject({ 'error.type': '500', 'http.response.status_code': 500 });
  });

  it('of a call is a client span, and the callee gets its id', async () => {
    const url = `${upstream.url}/called`;
    const spans = await spansOf(`call?url=${encodeURIComponent(`${url}?token=geheim`)}`, {
      traceparent,
      tracestate: 'vendor=x',
      baggage: 'tenant=7',
    });
    const client = named(spans, 'GET');
    expect(client).toMatchObject({ kind: 3, parentSpanId: named(spans, 'GET /traced/:way').spanId });
    expect(attributesOf(client)).toMatchObject({
      'url.full': `${url}?token=REDACTED`,
      'server.address': '127.0.0.1',
      'http.response.status_code': 200,
    });
    const { headers } = await upstream.received('/called');
    expect(Object.fromEntries(headers)).toMatchObject({
      traceparent: `00-${traceId}-${client.spanId}-01`,
      tracestate: 'vendor=x',
      baggage: 'tenant=7',
    });
  });
});

describe('a trace', () => {
  it('begins here when the caller names none', async () => {
    const spans = await spansOf('await', {});
    const server = named(spans, 'GET /traced/:way');
    expect(server.parentSpanId ?? '').toBe('');
    expect(server.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([server.traceId]));
  });

  it('that the caller does not record is not recorded, and goes on', async () => {
    const url = encodeURIComponent(`${upstream.url}/unsampled`);
    await (await ask(`call?url=${url}`, { traceparent: `00-${traceId}-${parentId}-00` })).text();
    const { headers } = await upstream.received('/unsampled');
    expect(Object.fromEntries(headers).traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    expect(collector.exports).toHaveLength(0);
  });
});

describe('log lines', () => {
  it('have the ids of the span that is active, also as records for a collector', async () => {
    await spansOf('logging');
    await until('the logs', async () => collector.exports.some(({ path }) => path === '/v1/logs'));
    const line = app
      .output()
      .split('\n')
      .find((text) => text.includes('"inside"'))!;
    const outer = named(collector.spans(), 'outer');
    expect(JSON.parse(line)).toMatchObject({ trace_id: traceId, span_id: outer.spanId, span: outer.spanId });
    const { body } = collector.exports.find(({ path }) => path === '/v1/logs')!;
    const [record] = JSON.parse(body.toString()).resourceLogs[0].scopeLogs[0].logRecords;
    expect(record).toMatchObject({
      traceId,
      spanId: outer.spanId,
      severityNumber: 9,
      severityText: 'info',
      body: { stringValue: 'inside' },
    });
  });
});

/** Bytes of the body, of which none are asked for until the collector had its turn. */
async function readSlowly(path: string): Promise<number> {
  const response = await ask(path, { traceparent });
  await new Promise((resolve) => setTimeout(resolve, 100));
  return (await response.arrayBuffer()).byteLength;
}

/** How many spans were dropped for this reason so far. */
const dropped = async (reason: string) =>
  sumOf(await scrape(app.url), 'sidecars_dropped_telemetry_total', { signal: 'spans', reason });

describe('spans that do not reach a collector', () => {
  it.each([
    ['throttled', 429],
    ['too_large', 413],
    ['rejected', 400],
    ['throttled', 503],
    ['timeout', 0],
  ])('are counted as %s when it answers %i, and the client gets its answer', async (reason, status) => {
    const before = await dropped(reason);
    collector.status = status;
    const response = await ask('await', { traceparent });
    expect([response.status, await response.text()]).toEqual([200, 'await\n']);
    await until('the drop to be counted', async () => (await dropped(reason)) === before + 3);
    expect(collector.exports).toHaveLength(1);
  });

  it('are counted when the collector says that it did not take some', async () => {
    const before = await dropped('rejected');
    collector.answer = JSON.stringify({ partialSuccess: { rejectedSpans: '2', errorMessage: 'too old' } });
    await (await ask('await', { traceparent })).text();
    await until('the drop to be counted', async () => (await dropped('rejected')) === before + 2);
  });

  it('are counted when they were never ended, or are too many', async () => {
    const spans = await spansOf('unfinished');
    expect(spans.map(({ name }) => name)).toEqual(['GET /traced/:way']);
    expect(await dropped('unfinished')).toBe(1);
    collector.exports = [];
    expect(await spansOf('many')).toHaveLength(512);
    expect(await dropped('limit')).toBe(89);
  });

  it('are counted when nobody listens', async () => {
    const before = await dropped('unreachable');
    await collector.close();
    await (await ask('await', { traceparent })).text();
    await until('the drop to be counted', async () => (await dropped('unreachable')) === before + 3);
    // the engine ends with a call that fails, and so must not have anything to send then
    for (const bytes of [65_536, 65_537, 6_000_000]) expect(await readSlowly(`large?bytes=${bytes}`)).toBe(bytes);
    collector = await startCollector(Number(new URL(collector.url).port));
  });
});
