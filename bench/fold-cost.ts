// Node. What does a fold cost, spread over the pushes that it merges? It rewrites the snapshot, so it grows with that.
import { startBenchApp } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { type Benchmark, type BenchmarkSize, quantile, type Row, ratio, scaled } from './benchmark.ts';
import type { Running } from './support/running.ts';

/** As the registry asks for it. */
const pushesPerFold = 256;
const foldsPerRound = 20;
/** The least number has room for the 4 samples of one push. */
const steps = [4, 1000, 5000, 20_000];

export const foldCost: Benchmark = {
  name: 'fold-cost',
  question: 'What does a fold cost, for each push that it merges?',
  async run(size: BenchmarkSize, running: Running) {
    const pushes = scaled(pushesPerFold, size);
    const measured: { filler: Filler; mean: Row; slowest: Row; all: number[] }[] = [];
    for (const step of steps) {
      const filler = new Filler(running.add(await startBenchApp()).url);
      const series = await filler.grow(Math.max(steps[0]!, scaled(step, size)));
      const row = (what: string): Row => ({ what: `${series} series, ${what}`, unit: 'µs a push', values: [] });
      measured.push({ filler, mean: row('mean'), slowest: row('p99'), all: [] });
    }
    for (let round = 0; round < size.rounds; round++) {
      for (const { filler, mean, all } of measured) {
        const costs: number[] = [];
        for (let fold = 0; fold < scaled(foldsPerRound, size); fold++) {
          await filler.touch(pushes);
          const { merged, milliseconds } = await filler.fold();
          if (merged !== pushes) throw new Error(`a fold after ${pushes} pushes merged ${merged}`);
          costs.push((1000 * milliseconds) / merged);
        }
        mean.values.push(costs.reduce((sum, cost) => sum + cost, 0) / costs.length);
        all.push(...costs);
      }
    }
    for (const { slowest, all } of measured) slowest.values.push(quantile(all, 0.99));
    const [none, ...others] = measured;
    return {
      rows: [
        ...measured.flatMap(({ mean, slowest }) => [mean, slowest]),
        ...others.map(({ mean }) => ratio(`${mean.what}, against ${none!.mean.what}`, mean, none!.mean)),
      ],
      notes: [
        `Clock around \`fold\` inside a fresh instance, divided by the ${pushes} pushes it merges: 4 samples each, on series spread over all families. p99: of all folds of all rounds.`,
      ],
    };
  },
};
