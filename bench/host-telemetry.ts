// Node. What does an OTLP export cost the app that takes it: decoding protobuf or JSON in an interpreter, and one push?
import { metricsRequest } from '../otlp/metrics.ts';
import { encodeProtobuf } from '../otlp/protobuf.ts';
import { buildComponent } from '../scripts/build/component.ts';
import { components } from '../scripts/build/components.ts';
import { startApp } from '../test/support/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio, scaled } from './benchmark.ts';
import type { Running } from './support/running.ts';

const secret = 'bench';
const requests = 20;
/** The app of a host: five components, of which each has a counter and three histograms. */
const hostComponents = 5;
const manyComponents = 50;

export const hostTelemetry: Benchmark = {
  name: 'host-telemetry',
  question: 'What does an OTLP export cost the app that takes it?',
  async run(size: BenchmarkSize, running: Running) {
    for (const component of components) await buildComponent(component);
    const app = running.add(await startApp({ variables: { telemetry_secret: secret } }));
    const url = `${app.url}/internal/otlp/v1/metrics`;
    const send = (type: string, body: (at: number) => BodyInit) => async (at: number) => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': type };
      const answer = await fetch(url, { method: 'POST', headers, body: body(at) });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${url}: found status ${answer.status}, expected 200`);
    };
    const protobuf = (count: number) =>
      send(
        'application/x-protobuf',
        (at) => encodeProtobuf(metricsRequest, exported(count, at)) as Uint8Array<ArrayBuffer>,
      );
    const json = (count: number) => send('application/json', (at) => jsonOf(exported(count, at)));
    const health = async () => void (await (await fetch(`${app.url}/health`)).arrayBuffer());
    const measured: [Row, (at: number) => Promise<void>][] = [
      [row('a request to a TypeScript component that does nothing'), health],
      [row(`${4 * hostComponents} points in protobuf, as a host sends them`), protobuf(hostComponents)],
      [row(`${4 * hostComponents} points in JSON`), json(hostComponents)],
      [row(`${4 * manyComponents} points in protobuf`), protobuf(manyComponents)],
    ];
    let at = 0;
    for (const [, request] of measured) await request(++at);
    for (let round = 0; round < size.rounds; round++) {
      for (const [{ values }, request] of measured) {
        const started = performance.now();
        const count = scaled(requests, size);
        for (let i = 0; i < count; i++) await request(++at);
        values.push((performance.now() - started) / count);
      }
    }
    const rows = measured.map(([row]) => row);
    const [nothing, host, asJson] = rows as [Row, Row, Row, Row];
    return {
      rows: [
        ...rows,
        ratio('an export of the host, against a request that does nothing', host, nothing),
        ratio('JSON, against protobuf', asJson, host),
      ],
      notes: [
        'Time of a whole request over one connection, one after the other; a host sends one a minute. Two pushes are in it, the points and what host-telemetry counts of itself, and its look at uncounted requests goes on while the next request waits.',
      ],
    };
  },
};

const row = (what: string): Row => ({ what, unit: 'ms', values: [] });

/** What a host of so many components sends: later ones hold more. */
function exported(count: number, at: number) {
  const times = { startTimeUnixNano: 1n, timeUnixNano: BigInt(at + 1), flags: 0 };
  const points = Array.from({ length: count }, (_, index) => ({
    attributes: [{ key: 'component_id', value: { stringValue: `component-${index}` } }],
    ...times,
    count: BigInt(at),
    sum: at / 1000,
    bucketCounts: [0n, BigInt(at), ...Array<bigint>(14).fill(0n)],
    explicitBounds: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000],
  }));
  const histogram = (name: string) => ({ name, histogram: { dataPoints: points, aggregationTemporality: 2 } });
  const counted = points.map(({ attributes }) => ({ attributes, ...times, asInt: BigInt(at) }));
  const metrics = [
    { name: 'spin.request_count', sum: { dataPoints: counted, aggregationTemporality: 2, isMonotonic: true } },
    histogram('spin.component_cpu_time'),
    histogram('spin.component_memory_used_on_init'),
    histogram('spin.component_memory_used'),
  ];
  return { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
}

function jsonOf(values: object): string {
  return JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
