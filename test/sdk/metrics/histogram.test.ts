import { Histogram } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { maxNativeObservations } from '../../../sdk/metrics/histogram.ts';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('a histogram', () => {
  it('pushes few observations as they are, and many as counts whose running sum is prom-client’s exposition', async () => {
    const histogram = new Histogram({ name: 'h_seconds', help: 'H', buckets: [0.1, 1, 10] });
    const values = [0.05, 0.1, 0.5, 20];
    const few = await serveRequest(() => {
      for (const value of values) histogram.observe(value);
    });
    expect(changesIn(few)).toEqual({ 'h_seconds{}': ['observe', values] });
    for (const value of [...values, 0.2]) histogram.observe(value); // in the second request
    const held = (await histogram.get()).values.filter(({ metricName }) => metricName === 'h_seconds_bucket');
    const many = await serveRequest(() => {});
    const [sample] = many.samples;
    const { counts, sum } = (sample!.change as { val: { counts: BigUint64Array; sum: number } }).val;
    let running = 0;
    expect([...counts].map((count) => (running += Number(count)))).toEqual(held.map(({ value }) => value));
    expect(sum).toBe([...values, 0.2].reduce((total, value) => total + value, 0));
  });

  it('tells a bound of -1 from what is above all bounds', async () => {
    const histogram = metrics.histogram('h', { help: 'H', buckets: [-1, 1] });
    const push = await serveRequest(() => {
      for (const value of [-5, 0, 7, 8, 9]) histogram.observe(value);
    });
    expect(push.samples[0]!.change.val).toEqual({ counts: BigUint64Array.of(1n, 1n, 3n), sum: 19 });
  });

  it('takes labels in every form of prom-client, and shows a series that was set to zero', async () => {
    const histogram = metrics.histogram('h', { help: 'H', labelNames: ['a'] });
    const push = await serveRequest(() => {
      histogram.observe({ a: 'x' }, 1);
      histogram.labels('x').observe(2);
      histogram.labels({ a: 'x' }).observe(3);
      histogram.zero({ a: 'y' });
      histogram.observe(4);
      histogram.observe({ a: 'z' }, 5);
      histogram.remove('z');
    });
    expect(changesIn(push)).toEqual({
      'h{a="x"}': ['observe', [1, 2, 3]],
      'h{a="y"}': ['observe', []],
      'h{a=""}': ['observe', [4]],
    });
  });

  it('times what runs between startTimer, or timer, and its end', async () => {
    const histogram = metrics.histogram('t_seconds', { help: 'T' });
    await serveRequest(() => {}); // build time is over
    const ends = [
      histogram.startTimer({ a: '1' }),
      histogram.timer({ a: '2' }),
      histogram.labels({ a: '3' }).startTimer(),
    ];
    await new Promise((resolve) => setTimeout(resolve, 20));
    const push = await serveRequest(() => {
      for (const end of ends) end({ b: 'x' });
    });
    expect(Object.keys(changesIn(push))).toEqual(['1', '2', '3'].map((a) => `t_seconds{a="${a}",b="x"}`));
    for (const [, [seconds]] of Object.values(changesIn(push)) as [string, [number]][]) {
      expect(seconds).toBeGreaterThan(0.015);
      expect(seconds).toBeLessThan(5);
    }
  });

  it('times a function, gives what it gives, and counts one that fails too', async () => {
    const histogram = metrics.histogram('t_seconds', { help: 'T' });
    expect(histogram.timer(() => 5, { is: 'sync' })).toBe(5);
    expect(await histogram.timer(async () => 6, { is: 'async' })).toBe(6);
    const fail = () => {
      throw new Error('failed');
    };
    expect(() => histogram.timer(fail, { is: 'sync' })).toThrow('failed');
    await expect(histogram.timer(async () => fail(), { is: 'async' })).rejects.toThrow('failed');
    expect((await histogram.get()).values.filter(({ metricName }) => metricName === 't_seconds_count')).toMatchObject([
      { labels: { is: 'sync' }, value: 2 },
      { labels: { is: 'async' }, value: 2 },
    ]);
  });

  it.each([
    ['undefined', undefined],
    ['"5"', '5'],
    ['Infinity', Number.POSITIVE_INFINITY],
  ])('does not take %s', async (text, value) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const histogram = new Histogram({ name: `h_${text.replaceAll('"', '')}`, help: 'H' });
    const message = `observe(${text}): expected a finite number`;
    expect(() => histogram.observe(value as never)).toThrow(message);
    expect(() => histogram.labels({}).observe(value as never)).toThrow(message);
    const push = await serveRequest(() => histogram.observe(value as never));
    expect(push.samples).toHaveLength(1);
    expect(String(log.mock.calls[0])).toContain(message);
    log.mockRestore();
  });

  it('gives nothing to what was begun with labels that it does not have', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const histogram = new Histogram({ name: 'wrong_seconds', help: 'H' });
    const push = await serveRequest(() => {
      const child = histogram.labels({ a: 'x' } as never);
      child.observe(1);
      child.startTimer()();
    });
    expect(Object.values(changesIn(push))).toEqual([['add', 1]]);
    log.mockRestore();
  });
});

describe('a native histogram', () => {
  it('pushes observations only, however many', async () => {
    const histogram = metrics.histogram('n', { help: 'N', native: true, buckets: [] });
    const values = Array.from({ length: 1000 }, (_, i) => i / 8);
    const push = await serveRequest(() => {
      for (const value of values) histogram.observe(value);
    });
    expect(push.families[0]!.native).toBe(true);
    expect(changesIn(push)).toEqual({ 'n{}': ['observe', values] });
  });

  it('takes so many of them in a request; what is over is counted as refused', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const histogram = metrics.histogram('n', { help: 'N', native: true });
    const push = await serveRequest(() => {
      for (let i = 0; i < maxNativeObservations + 5; i++) histogram.observe(i);
    });
    const changes = changesIn(push) as Record<string, [string, number[]]>;
    expect(changes['n{}']![1]).toHaveLength(maxNativeObservations);
    expect(changes['sidecars_refused_calls_total{metric="n",reason="limit"}']).toEqual(['add', 5]);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
