// docs/tracing.md says what tracing does, and the guide's example runs as it stands.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { droppedTelemetry } from '../../catalogue/sdk.ts';
import { useTelemetrySettings } from '../../sdk/otlp/settings.ts';
import { phase } from '../../sdk/phase.ts';
import { registerWithApi } from '../../sdk/trace/provider.ts';
import { beginRecording, maxSpans, takeSpans } from '../../sdk/trace/recorder.ts';
import { samplerNames } from '../../sdk/trace/samplers.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const page = read('../../docs/tracing.md');
const source = ['endpoint', 'settings'].map((name) => read(`../../sdk/otlp/${name}.ts`)).join();

beforeEach(() => {
  registerWithApi();
  phase.isServing = true;
  useTelemetrySettings({
    traces: undefined,
    printsTraces: true,
    logs: undefined,
    sampler: 'always_on',
    samplerRatio: 1,
    propagates: true,
    faults: [],
  });
  beginRecording();
});
afterEach(() => {
  phase.isServing = false;
  useTelemetrySettings(undefined);
});

type Process = (input: unknown, span: Span) => Promise<unknown>;

/** The guide's handler; what it leaves to the reader is given. */
function guideHandler(processWithTracing: Process): (input: unknown) => Promise<unknown> {
  const code = read('../fixtures/guide/tracing.ts.txt')
    .replace(/^import .*$/gm, '')
    .replace('export ', '')
    .replace('input: Input', 'input');
  return new Function('trace', 'SpanStatusCode', 'processWithTracing', `${code}; return handler;`)(
    trace,
    SpanStatusCode,
    processWithTracing,
  );
}

describe('the guide’s example', () => {
  it('is a span that went well', async () => {
    expect(await guideHandler(async (input) => input)('x')).toBe('x');
    expect(takeSpans()).toMatchObject([
      {
        name: 'process-request',
        attributes: { 'tool.name': 'my-tool', 'input.type': 'string' },
        status: { code: SpanStatusCode.OK },
      },
    ]);
  });

  it('is a span with the exception, which goes on to the caller', async () => {
    const handler = guideHandler(() => Promise.reject(new Error('broken')));
    await expect(handler({})).rejects.toThrow('broken');
    expect(takeSpans()).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR },
        events: [{ name: 'exception', attributes: { 'exception.message': 'broken' } }],
      },
    ]);
  });
});

describe('docs/tracing.md', () => {
  it('has an example that runs', async () => {
    const code = /```ts\n([\s\S]*?)```/
      .exec(page)![1]!
      .replace(/^import .*$/gm, '')
      .replace(' as Error', '');
    let handler: (request?: Request) => Promise<Response> = async () => new Response();
    const serve = (given: typeof handler) => {
      handler = given;
    };
    const fetch = vi.fn(async () => new Response('answer'));
    new Function('trace', 'SpanStatusCode', 'serve', 'fetch', code)(trace, SpanStatusCode, serve, fetch);
    expect(await (await handler()).text()).toBe('answer');
    expect(takeSpans().map(({ name }) => name)).toEqual(['process-request']);
  });

  it('names the variables, samplers, reasons and bounds that there are', () => {
    const table = page.slice(page.indexOf('| variable'), page.indexOf('`_PROTOCOL`'));
    const named = [...table.matchAll(/`(OTEL_\w+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(12);
    const known = source.replaceAll(/\$\{signal.toUpperCase\(\)\}/g, 'TRACES');
    for (const name of named) {
      const stem = name
        .replace('_LOGS_ENDPOINT', '_TRACES_ENDPOINT')
        .replace(/^OTEL_EXPORTER_OTLP_(?=PROT|HEAD|TIME)/, '');
      expect(known, name).toContain(stem);
    }
    for (const name of samplerNames) expect(page).toContain(`\`${name}\``);
    const reasons = page.slice(page.indexOf('| reason'), page.indexOf('## Limits'));
    expect([...reasons.matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason)).toEqual(
      droppedTelemetry.labels[0].values,
    );
    expect(page).toContain(`more than ${maxSpans} in one request`);
  });
});
