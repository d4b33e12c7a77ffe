// Node. What every benchmark is: one question, answered with ratios against a baseline in the same run.
import type { Running } from './support/running.ts';

export interface BenchmarkSize {
  /** Interleaved rounds: baseline, candidate, baseline, … */
  rounds: number;
  /** Length of one measurement under load. */
  seconds: number;
  /** What every count (series, pushes, scrapes) is multiplied with, see `scaled`. */
  scale: number;
}

export const fullSize: BenchmarkSize = { rounds: 5, seconds: 3, scale: 1 };

/** Just enough to show that a benchmark still runs. */
export const tinySize: BenchmarkSize = { rounds: 1, seconds: 1, scale: 0.01 };

/** A count as this size has it; 0 stays 0, everything else is at least 1. */
export function scaled(count: number, { scale }: BenchmarkSize): number {
  return Math.ceil(count * scale);
}

export interface Row {
  what: string;
  unit: string;
  /** One value a round, or a single one where the rounds are pooled. */
  values: number[];
  /** The most that the median should be. */
  goal?: number;
  /** The least that it should be. */
  least?: number;
}

export interface Answer {
  rows: Row[];
  /** What a reader of the numbers has to know: what was compared, what was left out and why. */
  notes: string[];
}

export interface Benchmark {
  /** As given to `npm run bench -- <name>`; also the name of its file. */
  name: string;
  question: string;
  /** Programs on the PATH that it compares with; without them it is left out. */
  programs?: string[];
  /** Starts what it needs, fresh, and hands it to `running`, which stops it. */
  run(size: BenchmarkSize, running: Running): Promise<Answer>;
}

/** Candidate divided by baseline, round by round. */
export function ratio(what: string, candidate: Row, baseline: Row, goal?: number): Row {
  const values = candidate.values.map((value, round) => value / baseline.values[round]!);
  return { what, unit: '×', values, ...(goal !== undefined && { goal }) };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The least value that `share` of all values do not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
