// The demo, traced and logged, under load: one tool call is one trace, and every line can be read. Judges: PyPI's
// opentelemetry-proto, jq.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { load } from '../../bench/support/load.ts';
import { type App, startApp } from '../support/app.ts';
import { attributesOf, type Collector, type OtlpSpan, startCollector } from '../support/collector.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { pythonProto } from '../support/python-proto.ts';
import { telemetryApp } from '../support/telemetry-app.ts';

const tool = 'items-ts__process_items';
const callOf = (_meta?: Record<string, string>) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 'call-1',
    method: 'tools/call',
    params: { name: tool, arguments: { items: ['a\n"b'] }, _meta },
  });
const json = { 'content-type': 'application/json' };
const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());
beforeEach(() => Object.assign(collector, { exports: [], status: 200, answer: '{}' }));

async function withDemo(environment: Record<string, string>, work: (app: App) => Promise<void>): Promise<void> {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_TIMEOUT: '10000', ...environment };
  const app = await startApp({ manifest: telemetryApp({ environment: endpoint, host: collector.url }) });
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}

const callTool = (app: App, headers: Record<string, string> = {}, _meta?: Record<string, string>) =>
  fetch(`${app.url}/mcp`, { method: 'POST', headers: { ...json, ...headers }, body: callOf(_meta) });

/** One tool call's spans: the gateway's, its two calls, and the tool's two. */
const spansOfCall = 5;

function expectWholeTrace(spans: OtlpSpan[]): void {
  expect(spans).toHaveLength(spansOfCall);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const names = spans.map((span) => {
    const path: string[] = [];
    for (let at: OtlpSpan | undefined = span; at; at = byId.get(at.parentSpanId ?? '')) {
      path.push(`${at.resource['service.name']} ${at.name} ${at.kind}`);
    }
    return path.reverse().join(' > ');
  });
  const gateway = `mcp-gateway tools/call ${tool} 2`;
  expect(names.sort()).toEqual([
    gateway,
    `${gateway} > mcp-gateway GET 3`,
    `${gateway} > mcp-gateway GET 3 > items-ts GET / 2`,
    `${gateway} > mcp-gateway POST 3`,
    `${gateway} > mcp-gateway POST 3 > items-ts POST /process_items 2`,
  ]);
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
  }
}

function traces(spans: OtlpSpan[]): OtlpSpan[][] {
  const byTrace = new Map<string, OtlpSpan[]>();
  for (const span of spans) byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
  return [...byTrace.values()];
}

describe('one tool call through the gateway', () => {
  it('is one trace, described as MCP wants it, and its parent may come in `_meta`', async () => {
    await withDemo({}, async (app) => {
      await (await callTool(app, { traceparent: `00-${traceId}-${parentId}-01` })).text();
      await until('the spans', async () => collector.spans().length >= spansOfCall);
      expectWholeTrace(collector.spans());
      const server = collector.spans().find(({ name }) => name === `tools/call ${tool}`)!;
      expect(server).toMatchObject({ traceId, parentSpanId: parentId });
      expect(attributesOf(server)).toMatchObject({
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.name': tool,
        'gen_ai.operation.name': 'execute_tool',
        'jsonrpc.request.id': 'call-1',
        'http.route': '/mcp',
      });

      collector.exports = [];
      const inMessage = { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, tracestate: 'vendor=x' };
      await (await callTool(app, { traceparent: `00-${traceId}-${parentId}-01` }, inMessage)).text();
      await until('the spans', async () => collector.spans().length >= spansOfCall);
      expectWholeTrace(collector.spans());
      const adopted = collector.spans().find(({ name }) => name === `tools/call ${tool}`)!;
      expect(adopted).toMatchObject({ traceId: '1'.repeat(32), parentSpanId: '2'.repeat(16), traceState: 'vendor=x' });
      expect(adopted.links).toMatchObject([{ traceId, spanId: parentId }]);
    });
  });
});

/** Sends so many calls at 32 connections; gives how many answered. */
async function sendCalls(app: App, amount: number): Promise<number> {
  const result = await load({ url: `${app.url}/mcp`, method: 'POST', headers: json, body: callOf(), amount }, 32, 60);
  return result['2xx'];
}

const calls = 2000;

describe(`${calls} tool calls at 32 connections`, () => {
  const proto = pythonProto();

  it.skipIf(!proto)(
    `give as many whole traces, in protobuf too${proto ? '' : ' (skipped: no opentelemetry-proto, see .ci/run)'}`,
    async () => {
      await withDemo(
        { OTEL_TRACES_SAMPLER: 'always_on', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
        async (app) => {
          expect(await sendCalls(app, calls)).toBe(calls);
          await until('all exports', async () => collector.exports.length >= 3 * calls, 60_000);
          const spans = proto!.spans(collector.exports);
          const whole = traces(spans);
          expect(whole).toHaveLength(calls);
          for (const trace of whole) expectWholeTrace(trace);
        },
      );
    },
    240_000,
  );

  it('give a tenth of the traces with a ratio of 0.1, whole ones, and lines that jq reads', async () => {
    const environment = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
      LOG_FORMAT: 'json',
    };
    await withDemo(environment, async (app) => {
      expect(await sendCalls(app, calls)).toBe(calls);
      const lines = () =>
        app
          .output()
          .split('\n')
          .filter((line) => line.startsWith('{'));
      await until('all lines', async () => lines().length >= 3 * calls, 60_000);
      let before = -1;
      await until('the last export', async () => {
        const same = before === collector.exports.length;
        before = collector.exports.length;
        await new Promise((resolve) => setTimeout(resolve, 500));
        return same;
      });
      const whole = traces(collector.spans());
      for (const trace of whole) expectWholeTrace(trace);
      // five standard deviations of a binomial: one run in two million is outside
      const deviation = Math.sqrt(calls * 0.1 * 0.9);
      expect(Math.abs(whole.length - calls * 0.1)).toBeLessThan(5 * deviation);
      expectReadable(lines(), 3 * calls);
      proto?.spans(collector.exports);
    });
  }, 240_000);
});

function expectReadable(lines: string[], count: number): void {
  expect(lines).toHaveLength(count);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'info', message: 'request', status: 200 });
}

describeWith(['jq'], 'every line of a loaded app', () => {
  it('is read by jq, whatever the tool puts into it', async () => {
    await withDemo({ LOG_FORMAT: 'json', OTEL_TRACES_EXPORTER: 'none' }, async (app) => {
      expect(await sendCalls(app, 300)).toBe(300);
      const lines = () =>
        app
          .output()
          .split('\n')
          .filter((line) => line.startsWith('{'));
      await until('all lines', async () => lines().length >= 900);
      const { status, stdout, stderr } = spawnSync('jq', ['-r', '.message'], {
        input: lines().join('\n'),
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout.trim().split('\n')).toHaveLength(900);
      expect(collector.exports).toHaveLength(0);
    });
  });
});
