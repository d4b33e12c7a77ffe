// Node. What does one push cost inside the guest? Measured there, by the clock around the call.
import type { Benchmark, BenchmarkSize, Row } from './benchmark.ts';

const pushes = 100;

export const pushCost: Benchmark = {
  question: 'What does one push cost, inside the guest?',
  async run(url: string, { rounds }: BenchmarkSize): Promise<Row[]> {
    const rows = [1, 4, 16].map((series): [number, Row] => [
      series,
      { what: `push of ${series} ${series === 1 ? 'sample' : 'samples'}, one definition`, unit: 'ms', values: [] },
    ]);
    for (let round = 0; round < rounds; round++) {
      for (const [series, row] of rows) {
        const response = await fetch(`${url}/fill?pushes=${pushes}&series=${series}&first=0`);
        row.values.push((await response.json()).millisecondsPerPush);
      }
    }
    return rows.map(([, row]) => row);
  },
};
