// The rules that every metric of ours follows.
import { describe, expect, it } from 'vitest';
import { catalogue, groups } from '../../catalogue/index.ts';

const metrics = [...catalogue.values()];

describe('the catalogue', () => {
  it('has every group, and no name twice', () => {
    for (const { title, metrics: inGroup } of groups) expect(inGroup.length, title).toBeGreaterThan(0);
    expect(catalogue.size).toBe(groups.flatMap((group) => group.metrics).length);
  });

  it.each(metrics)('names $name as Prometheus wants it', ({ name, kind, unit }) => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    expect(name).not.toMatch(/_(bucket|sum|count)$/);
    const unitOfName = /_(seconds|bytes)(_total)?$/.exec(name)?.[1] ?? '';
    expect(unitOfName).toBe(unit);
  });

  it.each(metrics)('says of $name what it is, in one line', ({ help }) => {
    expect(help).toMatch(/^[A-Z][^\n]{9,}$/);
  });

  it.each(metrics)('bounds every label of $name', ({ labels }) => {
    const names = labels.map((label) => label.name);
    expect(names).toEqual([...new Set(names)].sort());
    for (const label of labels) {
      expect(label.name).toMatch(/^(?!le$|quantile$)[a-z]+(_[a-z]+)*$/);
      if ('values' in label) expect(new Set(label.values).size).toBe(label.values.length);
      else expect(label.bound.length).toBeGreaterThan(10);
    }
  });

  it.each(metrics)('gives $name buckets if it is a histogram, and then in order', ({ kind, buckets }) => {
    expect(buckets !== undefined).toBe(kind === 'histogram');
    if (buckets) expect(buckets).toEqual([...new Set(buckets)].sort((left, right) => left - right));
  });
});
