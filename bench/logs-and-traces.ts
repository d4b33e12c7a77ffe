// Node. What do logs and traces cost a tool? One component, asked for nothing, for ten lines, for a tree of four spans; where
// spans are not wanted, not sampled, sent, and sent to a collector that hangs.
import { startCollector } from '../test/support/collector.ts';
import { startTelemetryApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const connections = 8;

/** Most that a collector that hangs may add to the time of an answer, against one that answers. */
const hangingGoal = 1.5;

export const logsAndTraces: Benchmark = {
  name: 'logs-and-traces',
  question: 'What do logs and traces cost a tool?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const collector = await startCollector();
    running.add({ stop: () => collector.close() });
    const hanging = await startCollector();
    hanging.status = 0;
    running.add({ stop: () => hanging.close() });
    const start = async (environment: Record<string, string>, host?: string) =>
      running.add(await startTelemetryApp(environment, host)).url;
    const to = (url: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    const off = await start({});
    const unsampled = await start({ ...to(collector.url), OTEL_TRACES_SAMPLER: 'always_off' }, collector.url);
    const sent = await start(to(collector.url), collector.url);
    const hung = await start(to(hanging.url), hanging.url);
    const bare = newMeasured('nothing', off, 'nothing');
    const spansOff = newMeasured('a tree of four spans, no exporter', off, 'spans');
    const spansSent = newMeasured('a tree of four spans, sent', sent, 'spans');
    const spansHung = newMeasured('a tree of four spans, to a collector that hangs', hung, 'spans');
    const all = [
      bare,
      newMeasured('ten log lines', off, 'lines'),
      spansOff,
      newMeasured('a tree of four spans, not sampled', unsampled, 'spans'),
      newMeasured('the request’s span alone, sent', sent, 'nothing'),
      spansSent,
      spansHung,
    ];
    for (let round = 0; round < rounds; round++) {
      // who goes first has a colder machine
      for (let turn = 0; turn < all.length; turn++) {
        await measure(all[(turn + round) % all.length]!, seconds);
        collector.exports = [];
        hanging.exports = [];
      }
    }
    return {
      rows: [
        ...all.flatMap(({ requests, p50, cpu }) => [requests, p50, ...(hasProcessFiles ? [cpu] : [])]),
        ...(hasProcessFiles ? all.slice(1).map(({ what, cpu }) => ratio(`CPU, ${what} / nothing`, cpu, bare.cpu)) : []),
        ratio('p50, collector that hangs / one that answers', spansHung.p50, spansSent.p50, hangingGoal),
      ],
      notes: [
        `Inside \`serve\`, at ${connections} connections. CPU is the whole host process, without the collector’s. Whoever imports @opentelemetry/api, as this component does, has its async functions turned into promises.`,
      ],
    };
  },
};

interface Measured {
  what: string;
  address: string;
  pid: number | undefined;
  requests: Row;
  p50: Row;
  cpu: Row;
}

function newMeasured(what: string, url: string, work: string): Measured {
  const row = (name: string, unit: string): Row => ({ what: `${what}, ${name}`, unit, values: [] });
  return {
    what,
    address: `${url}/telemetry?work=${work}`,
    pid: hasProcessFiles ? processAt(url) : undefined,
    requests: row('throughput', 'requests/s'),
    p50: row('p50', 'ms'),
    cpu: row('CPU a request', 'ms'),
  };
}

async function measure({ address, pid, requests, p50, cpu }: Measured, seconds: number): Promise<void> {
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const result = await load({ url: address }, connections, seconds);
  requests.values.push(result.requests.average);
  p50.values.push(result.latency.p50);
  if (pid !== undefined) cpu.values.push((1000 * (cpuSeconds(pid) - before)) / result.requests.total);
}
