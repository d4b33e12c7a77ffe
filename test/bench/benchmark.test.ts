// The benchmarks on tiny input, so that they cannot rot; no number is judged here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBenchApp } from '../../bench/app/app.ts';
import { median, quantile, ratio, scaled, tinySize } from '../../bench/benchmark.ts';
import { benchmarks, chooseBenchmarks } from '../../bench/index.ts';
import { answerText, table } from '../../bench/report.ts';
import { runBenchmark } from '../../bench/support/running.ts';
import { root } from '../../scripts/build/paths.ts';
import { describeWith } from '../support/programs.ts';

const timeoutMs = 120_000;

beforeAll(buildBenchApp);

for (const benchmark of benchmarks) {
  describeWith(benchmark.programs ?? [], `the benchmark ${benchmark.name}`, () => {
    it(
      `answers: ${benchmark.question}`,
      async () => {
        const answer = await runBenchmark(benchmark, tinySize);
        for (const { what, values } of answer.rows) {
          expect(values, what).toHaveLength(tinySize.rounds);
          for (const value of values) expect(value, what).toSatisfy(Number.isFinite);
        }
        expect(answerText(answer)).not.toBe('');
      },
      timeoutMs,
    );
  });
}

describe('the list of benchmarks', () => {
  it('names each by its file', () => {
    for (const { name } of benchmarks) expect(existsSync(join(root, `bench/${name}.ts`)), name).toBe(true);
  });

  it('gives those named, all without a name, and refuses a name it does not know', () => {
    expect(chooseBenchmarks(['scrape-time']).map(({ name }) => name)).toEqual(['scrape-time']);
    expect(chooseBenchmarks([])).toEqual(benchmarks);
    expect(() => chooseBenchmarks(['scrape'])).toThrow('found "scrape", expected one of monitoring-cost, ');
  });
});

describe('the report', () => {
  it('shows median, least and greatest of the rounds', () => {
    expect(table([{ what: 'a', unit: 'ms', values: [3, 1, 200] }])).toContain('| a | 3.00 | 1.00 | 200 | ms |');
  });

  it('shows the goal of a row', () => {
    expect(table([{ what: 'a', unit: '×', values: [0.5], goal: 0.75 }])).toContain('| ×, goal ≤ 0.75 |');
  });

  it('shows the notes below the table', () => {
    expect(answerText({ rows: [], notes: ['Left out: no /proc.'] })).toBe('Left out: no /proc.');
  });

  it('compares round by round, not the medians', () => {
    const row = (values: number[]) => ({ what: '', unit: '', values });
    expect(ratio('r', row([2, 9]), row([1, 3])).values).toEqual([2, 3]);
    expect(median([1, 2, 3, 4])).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 0.99)).toBe(4);
  });

  it('scales every count but nothing', () => {
    expect([0, 3, 1000].map((count) => scaled(count, tinySize))).toEqual([0, 1, 10]);
  });
});
