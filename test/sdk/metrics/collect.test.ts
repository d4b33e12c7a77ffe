import { Counter, Gauge, Histogram, register } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { collectMetrics } from '../../../sdk/metrics/collect.ts';
import { metrics } from '../../../sdk/metrics/index.ts';

beforeEach(() => register.clear());

const collected = async () => {
  const { families, samples } = await collectMetrics();
  return samples.map(({ family, labels, change }) => ({ name: families[family]!.name, labels: labels.val, change }));
};

describe('counters', () => {
  it('give what was added since the last time, series by series', async () => {
    const counter = metrics.counter('a_total', { help: 'A', labelNames: ['x'] });
    counter.inc({ x: '1' }, 2);
    counter.inc({ x: '2' });
    expect(await collected()).toEqual([
      { name: 'a_total', labels: ['1'], change: { tag: 'add', val: 2 } },
      { name: 'a_total', labels: ['2'], change: { tag: 'add', val: 1 } },
    ]);
    expect(await collected()).toEqual([]);
  });

  it('without label names take any labels, as in the guide, and show no series of their own', async () => {
    const counter = metrics.counter('open_total', { help: 'Open' });
    counter.inc({ status: 'success' });
    counter.inc({ reason: 'x', status: 'error' }, 3);
    const { families, samples } = await collectMetrics();
    expect(families[0]!.labels).toEqual({ tag: 'open' });
    expect(samples.map(({ labels, change }) => [labels.val, change.val])).toEqual([
      [[['status', 'success']], 1],
      [
        [
          ['reason', 'x'],
          ['status', 'error'],
        ],
        3,
      ],
    ]);
    expect((await collectMetrics()).samples).toEqual([]);
  });

  it('lose one sample, and say so, when a label name is impossible', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const counter = metrics.counter('odd_total', { help: 'Odd' });
    counter.inc({ 'not a name': 'x' });
    counter.inc({ fine: 'x' });
    expect(await collected()).toHaveLength(1);
    expect(String(log.mock.calls[0])).toContain('odd_total: label "not a name"');
    log.mockRestore();
  });

  it('made with prom-client itself are pushed too, and show as 0 before they count', async () => {
    new Counter({ name: 'plain_total', help: 'Plain' });
    const { families, samples } = await collectMetrics();
    expect(families.map(({ name }) => name)).toEqual(['plain_total']);
    expect(samples).toEqual([]);
  });
});

describe('gauges', () => {
  it('tell a value that was set from one that was moved', async () => {
    const moved = metrics.gauge('moved', { help: 'M', labelNames: [] });
    const set = new Gauge({ name: 'set', help: 'S', labelNames: ['x'] });
    const both = new Gauge({ name: 'both', help: 'B' });
    moved.inc(5);
    moved.dec(2);
    set.set({ x: 'a' }, 0);
    both.set(10);
    both.inc(1);
    expect(await collected()).toEqual([
      { name: 'moved', labels: [], change: { tag: 'add', val: 3 } },
      { name: 'set', labels: ['a'], change: { tag: 'set', val: 0 } },
      { name: 'both', labels: [], change: { tag: 'set', val: 11 } },
    ]);
  });
});

describe('histograms', () => {
  it('give counts by bucket, not cumulative, whose running sum is prom-client’s own exposition', async () => {
    const histogram = new Histogram({ name: 'h_seconds', help: 'H', buckets: [0.1, 1, 10] });
    const values = [0.05, 0.1, 0.5, 20, 30];
    for (const value of values) histogram.observe(value);
    const buckets = (await histogram.get()).values.filter(({ metricName }) => metricName === 'h_seconds_bucket');
    const [sample] = await collected();
    const { counts, sum } = (sample!.change as { val: { counts: BigUint64Array; sum: number } }).val;
    let running = 0;
    expect([...counts].map((count) => (running += Number(count)))).toEqual(buckets.map(({ value }) => value));
    expect(sum).toBeCloseTo(50.65);
  });

  it('time what runs between startTimer and its end', async () => {
    const histogram = metrics.histogram('t_seconds', { help: 'T', buckets: [0.1, 0.5, 1, 2, 5] });
    const timer = histogram.startTimer();
    await new Promise((resolve) => setTimeout(resolve, 20));
    timer();
    const [sample] = await collected();
    const { sum } = (sample!.change as { val: { sum: number } }).val;
    expect(sum).toBeGreaterThan(0.015);
    expect(sum).toBeLessThan(0.5);
  });
});

describe('definitions', () => {
  it('throw at once when a name is impossible or taken', () => {
    expect(() => metrics.counter('not a name', { help: 'x' })).toThrow('Invalid metric name');
    metrics.counter('twice_total', { help: 'x' });
    expect(() => metrics.counter('twice_total', { help: 'x' })).toThrow('already been registered');
  });
});
