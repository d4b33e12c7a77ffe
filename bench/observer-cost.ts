// Node. What does it cost to measure a tool from outside? The same handler bare, behind the observer, inside `serve`, and
// behind a pass-through in TypeScript, in turn, under the same load.
import { startBenchApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const request = {
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ location: 'Oslo', days: 7 }),
};

const handlers = ['empty', 'realistic'] as const;
const forms = ['bare', 'observed', 'wrapped', 'passed'] as const;
type Form = (typeof forms)[number];

/** Where throughput and CPU are judged. */
const busyConnections = 8;
const connectionCounts = [1, busyConnections, 64];

/** Least share of the bare handler's throughput that the observed one should keep. */
const goals = { empty: 0.85, realistic: 0.95 };

/** Share of the requests that a JavaScript guest may lose when it passes bodies on (docs/serve.md, the engine's gaps). */
const lostByEngine = 0.01;

/** Milliseconds of a delayed ACK: no form may wait for one. */
const delayedAckMs = 40;

export const observerCost: Benchmark = {
  name: 'observer-cost',
  question: 'What does it cost to measure a tool from outside?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const { url } = running.add(await startBenchApp());
    const pid = hasProcessFiles ? processAt(url) : undefined;
    const all = handlers.map((handler) => ({ handler, measured: forms.map((form) => newMeasured(handler, form)) }));
    for (let round = 0; round < rounds; round++) {
      for (const { measured } of all) {
        // who goes first has a colder machine
        for (let turn = 0; turn < forms.length; turn++) {
          await measure(measured[(turn + round) % forms.length]!, url, seconds, pid);
        }
      }
    }
    return {
      rows: all.flatMap(({ handler, measured }) => rowsOf(handler, measured, pid !== undefined)),
      notes: [
        'empty: answers two bytes. realistic: reads JSON, calls another component, answers half a kilobyte of JSON. observed: the same component behind http-observer. wrapped: inside `serve`. passed: behind a pass-through in TypeScript that `serve` measures. CPU is the whole host process.',
      ],
    };
  },
};

interface Measured {
  form: Form;
  path: string;
  cpu: Row;
  /** By number of connections. */
  loads: { connections: number; requests: Row; p50: Row; p99: Row }[];
}

function newMeasured(handler: string, form: Form): Measured {
  const row = (what: string, unit: string): Row => ({ what: `${handler}, ${form}, ${what}`, unit, values: [] });
  return {
    form,
    path: `/${handler}-${form}`,
    cpu: row('CPU a request', 'ms'),
    loads: connectionCounts.map((connections) => ({
      connections,
      requests: row(`${connections} connections`, 'requests/s'),
      p50: row(`${connections} connections, p50`, 'ms'),
      p99: { ...row(`${connections} connections, p99`, 'ms'), ...(connections === 1 && { goal: delayedAckMs }) },
    })),
  };
}

async function measure({ form, path, cpu, loads }: Measured, url: string, seconds: number, pid: number | undefined) {
  const options = { ...request, url: url + path };
  for (const { connections, requests, p50, p99 } of loads) {
    const before = pid === undefined ? 0 : cpuSeconds(pid);
    const result = await load(options, connections, seconds, form === 'passed' ? lostByEngine : 0);
    requests.values.push(result.requests.average);
    p50.values.push(result.latency.p50);
    p99.values.push(result.latency.p99);
    if (pid === undefined || connections !== busyConnections) continue;
    cpu.values.push((1000 * (cpuSeconds(pid) - before)) / result.requests.total);
  }
}

function rowsOf(handler: (typeof handlers)[number], measured: Measured[], hasCpu: boolean): Row[] {
  const [bare, ...others] = measured as [Measured, ...Measured[]];
  const busy = ({ loads }: Measured) => loads.find(({ connections }) => connections === busyConnections)!.requests;
  return [
    ...measured.flatMap(({ loads }) => loads.flatMap(({ requests, p50, p99 }) => [requests, p50, p99])),
    ...others.map((other) => ({
      ...ratio(`${handler}: throughput kept, ${other.form}`, busy(other), busy(bare)),
      ...(other.form === 'observed' && { least: goals[handler] }),
    })),
    ...(hasCpu ? measured.map(({ cpu }) => cpu) : []),
  ];
}
