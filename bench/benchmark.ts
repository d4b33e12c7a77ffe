// Node. What every benchmark is: one question, answered with ratios against a baseline in the same run.

export interface BenchmarkSize {
  /** Interleaved rounds: baseline, candidate, baseline, … */
  rounds: number;
  /** Length of one measurement under load. */
  seconds: number;
  /** Series in the registry where the question is about scrapes. */
  series: number;
}

export const fullSize: BenchmarkSize = { rounds: 5, seconds: 4, series: 20_000 };

/** Just enough to show that a benchmark still runs. */
export const tinySize: BenchmarkSize = { rounds: 1, seconds: 1, series: 50 };

export interface Row {
  what: string;
  unit: string;
  /** One value a round. */
  values: number[];
}

export interface Benchmark {
  question: string;
  /** `url`: base address of the benchmark app. */
  run(url: string, size: BenchmarkSize): Promise<Row[]>;
}

/** Candidate divided by baseline, round by round. */
export function ratio(what: string, candidate: Row, baseline: Row): Row {
  return { what, unit: '×', values: candidate.values.map((value, round) => value / baseline.values[round]!) };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
