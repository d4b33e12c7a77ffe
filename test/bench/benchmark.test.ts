// The benchmarks on tiny input, so that they cannot rot; no number is judged here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBenchApp } from '../../bench/app/app.ts';
import { median, ratio, tinySize } from '../../bench/benchmark.ts';
import { benchmarks } from '../../bench/index.ts';
import { table } from '../../bench/report.ts';
import type { App } from '../support/app.ts';

let app: App;

beforeAll(async () => {
  app = await startBenchApp();
});

afterAll(() => app?.stop());

describe('every benchmark', () => {
  it.each(benchmarks.map((benchmark) => [benchmark.question, benchmark] as const))(
    'answers: %s',
    async (_, { run }) => {
      const rows = await run(app.url, tinySize);
      for (const { values } of rows) {
        expect(values).toHaveLength(tinySize.rounds);
        for (const value of values) expect(value).toBeGreaterThan(0);
      }
    },
  );
});

describe('the report', () => {
  it('shows median, least and greatest of the rounds', () => {
    expect(table([{ what: 'a', unit: 'ms', values: [3, 1, 200] }])).toContain('| a | 3.00 | 1.00 | 200 | ms |');
  });

  it('compares round by round, not the medians', () => {
    const row = (values: number[]) => ({ what: '', unit: '', values });
    expect(ratio('r', row([2, 9]), row([1, 3])).values).toEqual([2, 3]);
    expect(median([1, 2, 3, 4])).toBe(2.5);
  });
});
