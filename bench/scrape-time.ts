// Node. How long does a scrape take? Against prom-client in a plain Node server with as many series, in the same run.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';

const batch = 500;
const scrapesPerRound = 10;

export const scrapeTime: Benchmark = {
  question: 'How long does a scrape take?',
  async run(url: string, { rounds, series }: BenchmarkSize): Promise<Row[]> {
    // A family holds 1,000 series at most, so the number that counts is read back from the exposition.
    for (let first = 0; first < series; first += batch) {
      await fetch(`${url}/fill?pushes=1&series=${Math.min(batch, series - first)}&first=${first}`);
    }
    const held = (await (await fetch(`${url}/metrics`)).text()).split('\n').filter((line) => line.startsWith('bench_'));
    const baseline = await startPromClient(held.length);
    const row = (what: string): Row => ({ what: `${what}, ${held.length} series`, unit: 'ms', values: [] });
    const ours = row('spin-sidecars');
    const theirs = row('prom-client in one Node process');
    for (let round = 0; round < rounds; round++) {
      theirs.values.push(await timeScrapes(baseline.url));
      ours.values.push(await timeScrapes(`${url}/metrics`));
    }
    baseline.stop();
    return [theirs, ours, ratio('scrape time against prom-client', ours, theirs)];
  },
};

async function timeScrapes(url: string): Promise<number> {
  const started = performance.now();
  for (let scrape = 0; scrape < scrapesPerRound; scrape++) await (await fetch(url)).arrayBuffer();
  return (performance.now() - started) / scrapesPerRound;
}

async function startPromClient(series: number): Promise<{ url: string; stop: () => void }> {
  const registry = new Registry();
  const labelNames = ['component', 'series'];
  const counter = new Counter({
    name: 'bench_requests_total',
    help: 'Requests by series',
    labelNames,
    registers: [registry],
  });
  for (let index = 0; index < series; index++) counter.inc({ component: 'bench', series: String(index) });
  const server = createServer(async (_, response) => response.end(await registry.metrics()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}
