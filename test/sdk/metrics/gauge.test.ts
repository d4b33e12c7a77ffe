import { Gauge } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('a gauge', () => {
  it('tells a value that was set from one that was moved', async () => {
    const moved = metrics.gauge('moved', { help: 'M', labelNames: [] });
    const set = new Gauge({ name: 'set', help: 'S', labelNames: ['x'] });
    const both = new Gauge({ name: 'both', help: 'B' });
    const push = await serveRequest(() => {
      moved.inc(5);
      moved.dec(2);
      set.set({ x: 'a' }, 0);
      both.set(10);
      both.inc();
    });
    expect(changesIn(push)).toEqual({ 'moved{}': ['add', 3], 'set{x="a"}': ['set', 0], 'both{}': ['set', 11] });
  });

  it('takes labels in every form of prom-client', async () => {
    const gauge = metrics.gauge('g', { help: 'G', labelNames: ['a', 'b'] });
    const push = await serveRequest(() => {
      const child = gauge.labels('1', '2');
      child.set(5);
      child.inc();
      child.dec(2);
      gauge.labels({ a: '3' }).dec();
      gauge.dec({ a: '3' }, 2);
      gauge.inc(-1);
    });
    expect(changesIn(push)).toEqual({
      'g{a="1",b="2"}': ['set', 4],
      'g{a="3",b=""}': ['add', -3],
      'g{a="",b=""}': ['add', -1],
    });
  });

  it('can be set to the time, to a duration, and to what is no finite number', async () => {
    const gauge = metrics.gauge('g', { help: 'G' });
    const push = await serveRequest(() => {
      gauge.setToCurrentTime();
      gauge.labels({ a: 'x' }).setToCurrentTime();
      gauge.startTimer({ a: 'y' })({ b: 'z' });
      gauge.set({ a: 'inf' }, Number.POSITIVE_INFINITY);
    });
    const changes = changesIn(push) as Record<string, [string, number]>;
    expect(Math.abs(changes['g{}']![1] - Date.now() / 1000)).toBeLessThan(10);
    expect(changes['g{a="x"}']![0]).toBe('set');
    expect(changes['g{a="y",b="z"}']![1]).toBeLessThan(1);
    expect(changes['g{a="inf"}']).toEqual(['set', Number.POSITIVE_INFINITY]);
  });

  it('forgets what reset and remove take away', async () => {
    const gauge = metrics.gauge('g', { help: 'G' });
    const push = await serveRequest(() => {
      gauge.set({ a: '0' }, 1);
      gauge.reset();
      gauge.set({ a: '1' }, 1);
      gauge.remove({ a: '1' });
      gauge.set({ a: '2' }, 1);
    });
    expect(changesIn(push)).toEqual({ 'g{a="2"}': ['set', 1] });
  });

  it.each([
    ['set to no number', (gauge: Gauge) => gauge.set('5' as never), 'set("5"): expected a number'],
    ['moved by infinity', (gauge: Gauge) => gauge.inc(Number.POSITIVE_INFINITY), 'inc(Infinity): expected a finite'],
    ['moved by no number', (gauge: Gauge) => gauge.dec({}, null as never), 'dec(null): expected a finite number'],
    [
      'given an unknown label',
      (gauge: Gauge) => gauge.set({ a: 'x' }, 1),
      'label "a" is none of its labels, expected: none',
    ],
  ])('throws at build time and not in a request when it is %s', async (what, call, message) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const gauge = new Gauge({ name: what.replaceAll(' ', '_'), help: 'G' });
    expect(() => call(gauge)).toThrow(message);
    const push = await serveRequest(() => call(gauge));
    expect(push.samples).toHaveLength(1);
    expect(String(log.mock.calls)).toContain(message);
    log.mockRestore();
  });
});
