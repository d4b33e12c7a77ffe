// Node. The same work on what people use today: how many requests a second, and how long is a scrape of the outcome?
import { startBenchApp } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { startPromClient } from './baselines/prom-client.ts';
import { pushgateway, startPushgateway } from './baselines/pushgateway.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio, scaled } from './benchmark.ts';
import { type Load, load, timeScrapes } from './support/load.ts';
import type { Running } from './support/running.ts';
import { buckets, duration, helps, labelSets, labels, names } from './workload.ts';

const connections = 8;
const workers = 4;
const pushesPerRequest = 100;
const scrapes = 10;

interface Candidate {
  what: string;
  load: Load;
  /** Units of work in one request. */
  work: number;
  metrics: string;
  /** Settles what the load has left behind. */
  settle?: () => Promise<unknown>;
  throughput: Row;
  scrape: Row;
}

export const alternatives: Benchmark = {
  name: 'alternatives',
  question: 'How does it compare with the alternatives?',
  programs: [pushgateway],
  async run(size: BenchmarkSize, running: Running) {
    const app = running.add(await startBenchApp());
    const raw = running.add(await startBenchApp());
    const cluster = running.add(await startPromClient({ workers }));
    const gateway = running.add(await startPushgateway());
    const perSet = (request: (set: number) => object) => Array.from({ length: labelSets }, (_, set) => request(set));
    const post = (path: string) => perSet((set) => ({ method: 'POST', path: `${path}?set=${set}` }));
    const body = (set: number) => ({ method: 'POST', path: `/metrics/job/bench/set/${set}`, body: groupText(set) });
    const settled = (url: string) => () => new Filler(url).fold();
    const pushes = scaled(pushesPerRequest, size);
    const candidates = [
      candidate(
        `prom-client, ${workers} cluster workers`,
        1,
        { url: cluster.url, requests: post('/') },
        cluster.metrics,
      ),
      candidate('pushgateway', 1, { url: gateway.url, requests: perSet(body) }, `${gateway.url}/metrics`),
      candidate(
        'spin-sidecars, a wrapped tool',
        1,
        { url: app.url, requests: post('/recorder') },
        `${app.url}/metrics`,
        settled(app.url),
      ),
      candidate(
        `spin-sidecars, ${pushes} bare pushes a request`,
        pushes,
        { url: `${raw.url}/fill?do=work&families=3&pushes=${pushes}` },
        `${raw.url}/metrics`,
        settled(raw.url),
      ),
    ];
    for (let round = 0; round < size.rounds; round++) {
      for (const { load: options, work, metrics, settle, throughput, scrape } of candidates) {
        throughput.values.push(work * (await load(options, connections, size.seconds)).requests.average);
        await settle?.();
        scrape.values.push(await timeScrapes(metrics, scaled(scrapes, size)));
      }
    }
    const [inCluster, pushed, tool, bare] = candidates as [Candidate, Candidate, Candidate, Candidate];
    return {
      rows: [
        ...candidates.map(({ throughput }) => throughput),
        ratio('wrapped tool / prom-client', tool.throughput, inCluster.throughput),
        ratio('wrapped tool / pushgateway', tool.throughput, pushed.throughput),
        ratio('bare pushes / pushgateway', bare.throughput, pushed.throughput),
        ...candidates.map(({ scrape }) => scrape),
        ratio('scrape, wrapped tool / prom-client', tool.scrape, inCluster.scrape),
        ratio('scrape, wrapped tool / pushgateway', tool.scrape, pushed.scrape),
      ],
      notes,
    };
  },
};

const notes = [
  `Work: ${labelSets} label sets; each request adds to a counter, sets a gauge and observes a histogram of ${buckets.length} buckets, all with 3 labels. ${connections} connections, one load generator on the same machine.`,
  `prom-client is native Node (JavaScript compiled by V8) with its registry in the memory of ${workers} processes: nothing is stored, a restart counts from zero.`,
  'The pushgateway is native Go with everything in memory. It does not add: a request replaces its group with absolute numbers that the client has to keep, and is checked against everything else that it holds. Its series carry its own labels and `push_time_seconds` besides.',
  'spin-sidecars runs a JavaScript guest in a fresh WebAssembly instance for each request, records the four built-in HTTP metrics besides the three of the tool, writes to a store and folds in the background; what a tool without any metrics reaches on this host is in monitoring-cost. The bare pushes are the registry without a request for each: the same three samples, no fold meanwhile.',
];

function candidate(
  what: string,
  work: number,
  load: Load,
  metrics: string,
  settle?: () => Promise<unknown>,
): Candidate {
  return {
    what,
    work,
    load,
    metrics,
    ...(settle && { settle }),
    throughput: { what, unit: work === 1 ? 'requests/s' : 'pushes/s', values: [] },
    scrape: { what: `scrape, ${what}`, unit: 'ms', values: [] },
  };
}

/** One group of the pushgateway: what a short-lived job would have counted. */
function groupText(set: number): string {
  const pairs = Object.entries(labels(set)).map(([name, value]) => `${name}="${value}"`);
  const line = (name: string, value: number, more: string[] = []) =>
    `${name}{${[...pairs, ...more].join(',')}} ${value}`;
  const head = (kind: keyof typeof names) => [`# HELP ${names[kind]} ${helps[kind]}`, `# TYPE ${names[kind]} ${kind}`];
  const value = duration(set);
  const { counter, gauge, histogram } = names;
  return [
    ...head('counter'),
    line(counter, 1),
    ...head('gauge'),
    line(gauge, set),
    ...head('histogram'),
    ...buckets.map((bound) => line(`${histogram}_bucket`, value <= bound ? 1 : 0, [`le="${bound}"`])),
    line(`${histogram}_bucket`, 1, ['le="+Inf"']),
    line(`${histogram}_sum`, value),
    line(`${histogram}_count`, 1),
    '',
  ].join('\n');
}
