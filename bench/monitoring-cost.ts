// Node. What does monitoring cost a tool? The same handler bare and inside `serve`, in turn, under the same load.
import { startBenchApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import type { Running } from './support/running.ts';

const connections = 8;
const request = {
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ location: 'Oslo', days: 7 }),
};

export const monitoringCost: Benchmark = {
  name: 'monitoring-cost',
  question: 'What does monitoring cost a tool?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const { url } = running.add(await startBenchApp());
    const throughput = (what: string): Row => ({
      what: `${what}, ${connections} connections`,
      unit: 'requests/s',
      values: [],
    });
    const latency = (what: string): Row => ({ what: `${what}, 1 connection, p99`, unit: 'ms', values: [] });
    const bare = { requests: throughput('bare'), p99: latency('bare') };
    const wrapped = { requests: throughput('wrapped'), p99: latency('wrapped') };
    for (let round = 0; round < rounds; round++) {
      for (const [path, rows] of [
        ['/bare', bare],
        ['/wrapped', wrapped],
      ] as const) {
        const options = { ...request, url: url + path };
        rows.requests.values.push((await load(options, connections, seconds)).requests.average);
        rows.p99.values.push((await load(options, 1, seconds)).latency.p99);
      }
    }
    return {
      rows: [
        bare.requests,
        wrapped.requests,
        ratio('throughput kept with monitoring', wrapped.requests, bare.requests),
        bare.p99,
        wrapped.p99,
      ],
      notes: [],
    };
  },
};
