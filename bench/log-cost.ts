// Node. What does a log line cost? The same handler without lines, with the access log, and with ten lines of its own, in
// turn, under the same load.
import { startBenchApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const connections = 8;

const forms = [
  { what: 'no line', path: '/logging?lines=0' },
  { what: 'access log', path: '/logging-access?lines=0' },
  { what: 'ten lines', path: '/logging?lines=10' },
  { what: 'ten lines below the level', path: '/logging-off?lines=10' },
] as const;

export const logCost: Benchmark = {
  name: 'log-cost',
  question: 'What does a log line cost?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const { url } = running.add(await startBenchApp());
    const pid = hasProcessFiles ? processAt(url) : undefined;
    const measured = forms.map(({ what, path }) => ({
      path,
      requests: { what, unit: 'requests/s', values: [] } as Row,
      cpu: { what: `${what}, CPU a request`, unit: 'ms', values: [] } as Row,
    }));
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < measured.length; turn++) {
        const { path, requests, cpu } = measured[(turn + round) % measured.length]!;
        const before = pid === undefined ? 0 : cpuSeconds(pid);
        const result = await load({ url: url + path }, connections, seconds);
        requests.values.push(result.requests.average);
        if (pid !== undefined) cpu.values.push((1000 * (cpuSeconds(pid) - before)) / result.requests.total);
      }
    }
    const [silent, ...others] = measured as [(typeof measured)[number], ...typeof measured];
    return {
      rows: [
        ...measured.map(({ requests }) => requests),
        ...others.map(({ requests }) => ratio(`throughput kept, ${requests.what}`, requests, silent.requests)),
        ...(pid === undefined ? [] : measured.map(({ cpu }) => cpu)),
        ...(pid === undefined ? [] : others.map(({ cpu }) => ratio(`CPU, ${cpu.what}`, cpu, silent.cpu))),
      ],
      notes: [`${connections} connections; a wrapped handler that answers two bytes. CPU is the whole host process.`],
    };
  },
};
