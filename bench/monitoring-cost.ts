// Node. What does monitoring cost a tool? The same handler bare and inside `serve`, in turn, under the same load.
import autocannon from 'autocannon';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';

const connections = 8;
const body = JSON.stringify({ location: 'Oslo', days: 7 });

async function load(url: string, duration: number, connections: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    duration,
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed; expected none`);
  }
  return result;
}

export const monitoringCost: Benchmark = {
  question: 'What does monitoring cost a tool?',
  async run(url: string, { rounds, seconds }: BenchmarkSize): Promise<Row[]> {
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
        rows.requests.values.push((await load(url + path, seconds, connections)).requests.average);
        rows.p99.values.push((await load(url + path, seconds, 1)).latency.p99);
      }
    }
    return [
      bare.requests,
      wrapped.requests,
      ratio('throughput kept with monitoring', wrapped.requests, bare.requests),
      bare.p99,
      wrapped.p99,
    ];
  },
};
