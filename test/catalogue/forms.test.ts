import { describe, expect, it } from 'vitest';
import { familyOf, histogramOptionsOf, optionsOf } from '../../catalogue/forms.ts';
import type { Metric } from '../../catalogue/metric.ts';

const metric = {
  name: 'x_seconds',
  kind: 'histogram',
  help: 'Time',
  unit: 'seconds',
  labels: [
    { name: 'a', values: ['1'] },
    { name: 'b', bound: 'few' },
  ],
  buckets: [1, 2],
  source: 'test',
  stability: 'stable',
} as const satisfies Metric;

describe('a catalogued metric', () => {
  it('is what the SDK takes, with its label names as types', () => {
    const options = histogramOptionsOf(metric);
    expect(options).toEqual({ help: 'Time', unit: 'seconds', labelNames: ['a', 'b'], buckets: [1, 2] });
    const names: ('a' | 'b')[] = options.labelNames;
    // @ts-expect-error: not a label of this metric
    const wrong: 'c'[] = optionsOf(metric).labelNames;
    expect(wrong).toEqual(names);
  });

  it('is what a push takes', () => {
    expect(familyOf(metric)).toEqual({
      name: 'x_seconds',
      kind: 'histogram',
      help: 'Time',
      unit: 'seconds',
      labels: { tag: 'closed', val: ['a', 'b'] },
      buckets: Float64Array.of(1, 2),
      native: false,
    });
    expect(familyOf({ ...metric, kind: 'counter', buckets: undefined as never }).buckets).toEqual(new Float64Array());
  });
});
