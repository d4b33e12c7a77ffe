// Node. What does monitoring cost a tool? The same handler bare and inside `serve`, in turn, under the same load.
import { startBenchApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const connections = 8;
const request = {
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ location: 'Oslo', days: 7 }),
};

const handlers = ['empty', 'realistic'] as const;

/** Least share of the bare handler's throughput that the wrapped one should keep, where there is a goal. */
const goals = { realistic: 0.92 };

export const monitoringCost: Benchmark = {
  name: 'monitoring-cost',
  question: 'What does monitoring cost a tool?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const { url } = running.add(await startBenchApp());
    const pid = hasProcessFiles ? processAt(url) : undefined;
    const pairs = handlers.map((handler) => ({
      handler,
      bare: measured(handler, 'bare'),
      wrapped: measured(handler, 'wrapped'),
    }));
    for (let round = 0; round < rounds; round++) {
      for (const { bare, wrapped } of pairs) {
        // who goes first has a colder machine
        for (const each of round % 2 === 0 ? [bare, wrapped] : [wrapped, bare]) await measure(each, url, seconds, pid);
      }
    }
    return {
      rows: pairs.flatMap(({ handler, bare, wrapped }) => [
        bare.requests,
        wrapped.requests,
        {
          ...ratio(`${handler}: throughput kept`, wrapped.requests, bare.requests),
          ...(handler in goals && { least: goals[handler as keyof typeof goals] }),
        },
        ...(pid === undefined
          ? []
          : [bare.cpu, wrapped.cpu, ratio(`${handler}: CPU, wrapped / bare`, wrapped.cpu, bare.cpu)]),
        bare.p99,
        wrapped.p99,
      ]),
      notes: [
        'empty: answers two bytes. realistic: reads JSON, calls another component, answers half a kilobyte of JSON. CPU is the whole host process: the instances, the store, and HTTP.',
      ],
    };
  },
};

interface Measured {
  path: string;
  requests: Row;
  cpu: Row;
  p99: Row;
}

function measured(handler: string, form: 'bare' | 'wrapped'): Measured {
  const row = (what: string, unit: string): Row => ({ what: `${handler}, ${form}, ${what}`, unit, values: [] });
  return {
    path: `/${handler}-${form}`,
    requests: row(`${connections} connections`, 'requests/s'),
    cpu: row('CPU a request', 'ms'),
    p99: row('1 connection, p99', 'ms'),
  };
}

async function measure({ path, requests, cpu, p99 }: Measured, url: string, seconds: number, pid: number | undefined) {
  const options = { ...request, url: url + path };
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const result = await load(options, connections, seconds);
  requests.values.push(result.requests.average);
  if (pid !== undefined) cpu.values.push((1000 * (cpuSeconds(pid) - before)) / result.requests.total);
  p99.values.push((await load(options, 1, seconds)).latency.p99);
}
