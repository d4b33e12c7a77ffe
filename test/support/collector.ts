// Node, tests and benchmarks. A collector that takes OTLP over HTTP and keeps what it got; or that hangs, refuses, breaks.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Export {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** A span of OTLP's JSON form, as far as the tests look at it. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  /** 2: server, 3: client. */
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  events: { name: string; attributes: { key: string; value: Record<string, unknown> }[] }[];
  links: { traceId: string; spanId: string }[];
  status: { code: number; message?: string };
  /** Attributes of the resource. */
  resource: Record<string, unknown>;
}

export interface Collector {
  url: string;
  exports: Export[];
  /** What it answers; 0: never. */
  status: number;
  /** The body of the answer. */
  answer: string;
  /** Of all exports to /v1/traces so far that are JSON. */
  spans(): OtlpSpan[];
  close(): Promise<void>;
}

export async function startCollector(port = 0): Promise<Collector> {
  const server = createServer(async (request, response) => {
    const body = await read(request);
    collector.exports.push({ path: request.url!, headers: request.headers, body });
    if (collector.status === 0) return;
    response.writeHead(collector.status, { 'content-type': 'application/json' });
    response.end(collector.answer);
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exports: [],
    status: 200,
    answer: '{}',
    spans: () => collector.exports.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => spansOf(body)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return collector;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // the sender gave up
  }
  return Buffer.concat(chunks);
}

interface ResourceSpans {
  resource: { attributes: OtlpSpan['attributes'] };
  scopeSpans: { spans: Omit<OtlpSpan, 'resource'>[] }[];
}

function spansOf(body: Buffer): OtlpSpan[] {
  const { resourceSpans } = JSON.parse(body.toString()) as { resourceSpans: ResourceSpans[] };
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, resource: attributesOf(resource) }))),
  );
}

/** `[{ key, value: { stringValue } }]` -> `{ key: value }`. */
export function attributesOf({ attributes }: Pick<OtlpSpan, 'attributes'>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
