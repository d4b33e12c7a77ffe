// Node, tests. Stands between a host and the app that it runs: sees every export of the host and passes it on.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attribute } from '../../components/host-telemetry/labels.ts';
import { type HistogramPoint, type MetricsRequest, metricsRequest, type NumberPoint } from '../../otlp/metrics.ts';
import { decodeProtobuf } from '../../otlp/protobuf.ts';
import { until } from './ports.ts';

export interface Export {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** What the app answered. */
  status: number;
}

export interface Relay {
  /** Where the host sends. */
  url: string;
  exports: Export[];
  /** Passes exports on to this address; undefined: keeps them. */
  target: string | undefined;
  /** The export after the next one, which the host has made after this call; it was passed on. */
  next(): Promise<Export>;
  stop(): void;
}

export async function startRelay(): Promise<Relay> {
  const relay: Relay = {
    url: '',
    exports: [],
    target: undefined,
    async next() {
      const count = this.exports.length + 2;
      await until('two exports', async () => this.exports.length >= count);
      return this.exports[count - 1]!;
    },
    stop: () => server.close(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { headers } = request;
    const body = Buffer.concat(chunks);
    const status = relay.target === undefined ? 200 : await pass(relay.target, headers, body);
    relay.exports.push({ headers, body, status });
    response.writeHead(status || 502).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  relay.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`;
  return relay;
}

/** The status of the app's answer; 0: there was none. */
export async function pass(target: string, headers: IncomingHttpHeaders, body: Buffer): Promise<number> {
  const sent = { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' };
  try {
    const response = await fetch(target, { method: 'POST', headers: sent, body: body as Buffer<ArrayBuffer> });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** The host's own number for one component: sum and count of a histogram, or a counter. */
export function pointOf({ body }: Export, metric: string, component: string): HistogramPoint & NumberPoint {
  const { resourceMetrics } = decodeProtobuf(metricsRequest, body) as unknown as MetricsRequest;
  const found = resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .filter(({ name }) => name === metric)
    .flatMap(({ sum, histogram }) => [...(sum?.dataPoints ?? []), ...(histogram?.dataPoints ?? [])])
    .find(({ attributes }) => attribute(attributes, 'component_id') === component);
  if (!found) throw new Error(`the export has no ${metric} of ${component}`);
  return found as HistogramPoint & NumberPoint;
}
