// Node. What does one push cost inside the guest, and does it depend on what is stored already? It must not: a push is
// one blind write.
import { startBenchApp } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio, scaled } from './benchmark.ts';
import type { Running } from './support/running.ts';

const pushes = 200;
const firstPushes = 50;
/** The engine compiles what runs often; before the rounds, for a host that is up has done so. */
const warmUpPushes = 1000;
/** Counter, gauge, two histograms of 11 buckets: one sample each, definitions included. */
const families = 4;
const seriesSteps = [0, 1000, 20_000];
const logSteps = [0, 1000, 5000];

export const pushCost: Benchmark = {
  name: 'push-cost',
  question: 'What does one push cost, inside the guest?',
  async run(size: BenchmarkSize, running: Running) {
    const bySeries: Measured[] = [];
    for (const step of seriesSteps) {
      const filler = new Filler(running.add(await startBenchApp()).url);
      const series = await filler.grow(scaled(step, size));
      bySeries.push({ filler, log: 0, row: row(`push of 4 samples, ${series} series in the registry`) });
    }
    const filler = bySeries[0]!.filler;
    const byLog = logSteps.map((step): Measured => {
      const log = scaled(step, size);
      return { filler, log, row: row(`push of 4 samples, ${log} entries in the log`) };
    });
    const first = row('push of 4 samples, the first of its instance');
    for (const { filler } of bySeries) await filler.work(scaled(warmUpPushes, size), families);
    for (let round = 0; round < size.rounds; round++) {
      for (const measured of [...bySeries, ...byLog]) await measure(measured, size);
      await filler.fold();
      first.values.push(await firstPush(filler, scaled(firstPushes, size)));
    }
    const ratios = (steps: Measured[]) =>
      steps.slice(1).map(({ row }) => ratio(`${row.what}, against 0`, row, steps[0]!.row));
    return {
      rows: [
        ...bySeries.map(({ row }) => row),
        ...ratios(bySeries),
        ...byLog.map(({ row }) => row),
        ...ratios(byLog),
        first,
      ],
      notes: [
        `The mean of ${scaled(pushes, size)} pushes in one instance, the store and the yield to the host included; a request of a real component pays for the first of its instance.`,
      ],
    };
  },
};

interface Measured {
  filler: Filler;
  /** Entries in the log when the clock starts. */
  log: number;
  row: Row;
}

const row = (what: string): Row => ({ what, unit: 'ms', values: [] });

async function measure({ filler, log, row }: Measured, size: BenchmarkSize): Promise<void> {
  await filler.fold();
  if (log > 0) await filler.work(log, families);
  const count = scaled(pushes, size);
  row.values.push((await filler.work(count, families)).milliseconds / count);
}

async function firstPush(filler: Filler, requests: number): Promise<number> {
  let totalMs = 0;
  for (let request = 0; request < requests; request++) totalMs += (await filler.work(1, families)).milliseconds;
  return totalMs / requests;
}
