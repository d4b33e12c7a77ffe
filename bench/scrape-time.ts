// Node. How long does a scrape take, and how does that grow? Against a pushgateway and prom-client with the same series.
import { startBenchApp } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { startPromClient } from './baselines/prom-client.ts';
import { pushgateway, startPushgateway } from './baselines/pushgateway.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio, scaled } from './benchmark.ts';
import { timeScrapes } from './support/load.ts';
import { Running } from './support/running.ts';

/** [series, scrapes a round]. */
const steps = [
  [1000, 20],
  [5000, 10],
  [20_000, 5],
  [100_000, 2],
] as const;

/** The step that is measured with a log as well. */
const loggedSeries = 20_000;
const loggedPushes = 1000;
const loggedScrapes = 3;

/** Prometheus asks for compression; the rows without a remark do not. */
const gzip = { 'accept-encoding': 'gzip' };

export const scrapeTime: Benchmark = {
  name: 'scrape-time',
  question: 'How long does a scrape take?',
  programs: [pushgateway],
  async run(size: BenchmarkSize, running: Running) {
    const app = running.add(await startBenchApp());
    const gateway = running.add(await startPushgateway());
    const filler = new Filler(app.url);
    const rows: Row[] = [];
    const notes = [
      'A whole HTTP request each, uncompressed unless it says so: spin-sidecars is JavaScript and AssemblyScript in a fresh WebAssembly instance that reads everything from a store, the pushgateway native Go with everything in memory, prom-client one Node process with everything in memory.',
    ];
    const round: Round = { ours: `${app.url}/metrics`, theirs: `${gateway.url}/metrics`, size };
    for (const [wanted, scrapes] of steps) {
      const asked = scaled(wanted, size);
      const series = await filler.grow(asked);
      if (series < asked * 0.95) {
        notes.push(
          `Left out: ${asked} series. The registry held ${series}; SIDECARS_MAX_SERIES has not raised its bound.`,
        );
        break;
      }
      await gateway.put('/metrics/job/bench', await filler.exposition());
      rows.push(...(await growthStep(round, series, scaled(scrapes, size))));
      if (wanted === loggedSeries) rows.push(...(await logStep(round, series, filler)));
    }
    return { rows, notes };
  },
};

interface Round {
  /** Addresses of the expositions. */
  ours: string;
  theirs: string;
  size: BenchmarkSize;
}

const row = (what: string): Row => ({ what, unit: 'ms', values: [] });

async function growthStep({ ours, theirs, size }: Round, series: number, scrapes: number): Promise<Row[]> {
  const process = row(`${series} series, prom-client in one Node process`);
  const gateway = row(`${series} series, pushgateway`);
  const sidecars = row(`${series} series, spin-sidecars`);
  const running = new Running();
  try {
    const { metrics } = running.add(await startPromClient({ series }));
    for (let round = 0; round < size.rounds; round++) {
      process.values.push(await timeScrapes(metrics, scrapes));
      gateway.values.push(await timeScrapes(theirs, scrapes));
      sidecars.values.push(await timeScrapes(ours, scrapes));
    }
  } finally {
    await running.stop();
  }
  return [
    process,
    gateway,
    sidecars,
    ratio(`${series} series, spin-sidecars / prom-client`, sidecars, process),
    ratio(`${series} series, spin-sidecars / pushgateway`, sidecars, gateway),
  ];
}

/** The scrape also has to merge what was pushed since the last one. */
async function logStep({ ours, theirs, size }: Round, series: number, filler: Filler): Promise<Row[]> {
  const pushes = scaled(loggedPushes, size);
  const scrapes = scaled(loggedScrapes, size);
  const gateway = row(`${series} series, pushgateway, in turn with the log`);
  const compressed = row(`${series} series, pushgateway, compressed as Prometheus asks for it`);
  const sidecars = row(`${series} series and a log of ${pushes} pushes, spin-sidecars`);
  for (let round = 0; round < size.rounds; round++) {
    gateway.values.push(await timeScrapes(theirs, scrapes));
    compressed.values.push(await timeScrapes(theirs, scrapes, { headers: gzip }));
    sidecars.values.push(await timeScrapes(ours, scrapes, { before: () => filler.touch(pushes) }));
  }
  return [
    gateway,
    compressed,
    sidecars,
    ratio(`${series} series and a log of ${pushes} pushes, spin-sidecars / pushgateway`, sidecars, gateway, 0.75),
    ratio(
      `${series} series and a log of ${pushes} pushes, spin-sidecars / pushgateway, compressed`,
      sidecars,
      compressed,
    ),
  ];
}
