import { Counter, Gauge, Histogram, Registry, register } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { collectMetrics } from '../../../sdk/metrics/collect.ts';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('a push', () => {
  it('has what was added since the last one, series by series', async () => {
    const counter = metrics.counter('a_total', { help: 'A', labelNames: ['x'] });
    const push = await serveRequest(() => {
      counter.inc({ x: '1' }, 2);
      counter.inc({ x: '2' });
    });
    expect(changesIn(push)).toEqual({ 'a_total{x="1"}': ['add', 2], 'a_total{x="2"}': ['add', 1] });
    expect(await serveRequest(() => {})).toEqual({ families: [], samples: [], exemplars: [] });
  });

  it('has nothing of metrics that were not touched, and asks them nothing', async () => {
    const counters = Array.from({ length: 50 }, (_, i) =>
      metrics.counter(`a${i}_total`, { help: 'A', labelNames: ['x'] }),
    );
    const looked = vi.fn();
    for (const counter of counters.slice(1)) {
      const { hashMap } = counter;
      Object.defineProperty(counter, 'hashMap', { get: () => looked() ?? hashMap, set: () => {}, configurable: true });
    }
    const push = await serveRequest(() => counters[0]!.inc({ x: '1' }));
    expect(push.families.map(({ name }) => name)).toEqual(['a0_total']);
    expect(looked).not.toHaveBeenCalled();
  });

  it('carries the same definition each time, made when the metric was', async () => {
    const counter = metrics.counter('a_total', { help: 'A', labelNames: ['x'] });
    const first = await serveRequest(() => counter.inc({ x: '1' }));
    const second = await serveRequest(() => counter.inc({ x: '1' }));
    expect(second.families[0]).toBe(first.families[0]);
  });

  it('shows counters, gauges and histograms without labels before anything is counted', async () => {
    new Counter({ name: 'plain_total', help: 'Plain' });
    metrics.gauge('level', { help: 'Level', labelNames: [] });
    new Histogram({ name: 'time_seconds', help: 'Time' });
    metrics.counter('open_total', { help: 'Open' });
    const { families, samples } = await serveRequest(() => {});
    expect(families.map(({ name }) => name)).toEqual(['plain_total', 'level', 'time_seconds']);
    expect(samples).toEqual([]);
  });

  it('has the definitions with unit, buckets and labels', async () => {
    const histogram = metrics.histogram('wait_seconds', {
      help: 'Wait',
      unit: 'seconds',
      labelNames: ['b', 'a'],
      buckets: [1, 2],
      native: true,
    });
    const { families } = await serveRequest(() => histogram.observe({ a: 'x', b: 'y' }, 1));
    expect(families).toEqual([
      {
        name: 'wait_seconds',
        kind: 'histogram',
        help: 'Wait',
        unit: 'seconds',
        labels: { tag: 'closed', val: ['b', 'a'] },
        buckets: Float64Array.of(1, 2),
        native: true,
      },
    ]);
  });

  it('has what collect functions set, also asynchronous ones, and goes on when one fails', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    metrics.gauge('level', {
      help: 'L',
      labelNames: [],
      async collect() {
        await Promise.resolve();
        this.set(7);
      },
    });
    new Gauge({
      name: 'broken',
      help: 'B',
      collect() {
        throw new Error('no level');
      },
    });
    const push = await serveRequest(() => {});
    expect(changesIn(push)).toEqual({
      'level{}': ['set', 7],
      'sidecars_refused_calls_total{metric="broken",reason="failed"}': ['add', 1],
    });
    expect(String(log.mock.calls[0])).toContain('metric "broken": its collect function: no level');
    log.mockRestore();
  });

  it('waits for a collect function a second and no longer', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const gauge = metrics.gauge('slow', { help: 'S', collect: () => new Promise<void>(() => {}) });
    const push = await serveRequest(() => gauge.set(5));
    expect(changesIn(push)).toMatchObject({ 'slow{}': ['set', 5] });
    expect(String(log.mock.calls[0])).toContain('metric "slow": its collect function: no end within 1000 ms');
    log.mockRestore();
  });

  it('has at most the families that the registry takes, changed ones first; the rest is counted as refused', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (let i = 0; i < 300; i++) new Counter({ name: `bare${i}_total`, help: 'B' });
    const labelled = Array.from(
      { length: 257 },
      (_, i) => new Counter({ name: `l${i}`, help: 'L', labelNames: ['x'] }),
    );
    const few = await serveRequest(() => labelled[0]!.inc({ x: 'y' }));
    expect(few.families).toHaveLength(254);
    expect(few.families[0]!.name).toBe('l0');
    const many = await serveRequest(() => {
      for (const counter of labelled) counter.inc({ x: 'y' });
    });
    expect(many.families).toHaveLength(255);
    expect(Object.keys(changesIn(many)).slice(-2)).toEqual([
      'sidecars_refused_calls_total{metric="l255",reason="limit"}',
      'sidecars_refused_calls_total{metric="l256",reason="limit"}',
    ]);
    log.mockRestore();
  });
});

describe('registries', () => {
  it('of one’s own are pushed too; a metric in several of them once', async () => {
    const [mine, other] = [new Registry(), new Registry()];
    const counter = new Counter({ name: 'mine_total', help: 'M', registers: [mine, other] });
    Registry.merge([mine, other]);
    expect(changesIn(await serveRequest(() => counter.inc()))).toEqual({ 'mine_total{}': ['add', 1] });
    expect(register.getSingleMetric('mine_total')).toBeUndefined();
  });

  it('decide what is pushed: not a metric that none holds', async () => {
    const counter = new Counter({ name: 'gone_total', help: 'G', registers: [] });
    const removed = new Counter({ name: 'removed_total', help: 'R' });
    const later = new Counter({ name: 'later_total', help: 'L', registers: [] });
    register.removeSingleMetric('removed_total');
    register.registerMetric(later);
    const push = await serveRequest(() => {
      for (const each of [counter, removed, later]) each.inc();
    });
    expect(changesIn(push)).toEqual({ 'later_total{}': ['add', 1] });
  });
});

describe('default labels', () => {
  it('are in every sample, also of metrics defined before; a label of the metric wins', async () => {
    const closed = metrics.counter('closed_total', { help: 'C', labelNames: ['x', 'zone'] });
    const open = metrics.counter('open_total', { help: 'O' });
    new Counter({ name: 'bare_total', help: 'B' });
    metrics.setDefaultLabels({ app: 'shop', zone: 1 });
    const push = await serveRequest(() => {
      closed.inc({ x: 'a', zone: 'b' });
      closed.inc({ x: 'c' });
      open.inc({ app: 'mine' });
    });
    expect(changesIn(push)).toEqual({
      'closed_total{x="a",zone="b",app="shop"}': ['add', 1],
      'closed_total{x="c",zone="1",app="shop"}': ['add', 1],
      'open_total{app="mine",zone="1"}': ['add', 1],
      'bare_total{app="shop",zone="1"}': ['add', 0],
    });
  });

  it('set in a handler hold for all of its request, set with prom-client too', async () => {
    const counter = metrics.counter('a_total', { help: 'A', labelNames: [] });
    const push = await serveRequest(() => {
      counter.inc();
      register.setDefaultLabels({ app: 'shop' });
    });
    expect(changesIn(push)).toEqual({ 'a_total{app="shop"}': ['add', 1] });
  });
});

it('a sum past all numbers costs the one sample', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const counter = metrics.counter('big_total', { help: 'B' });
  const push = await serveRequest(() => {
    counter.inc(1e308);
    counter.inc(1e308);
    counter.inc({ a: 'fine' });
  });
  expect(changesIn(push)).toMatchObject({ 'big_total{a="fine"}': ['add', 1] });
  expect(push.samples).toHaveLength(2);
  expect(String(log.mock.calls[0])).toContain('metric "big_total": its increments add up to Infinity');
  log.mockRestore();
});

it('what was taken is gone, also when nobody pushes it', async () => {
  const gauge = metrics.gauge('level', { help: 'L' });
  await serveRequest(() => gauge.set(3));
  expect((await collectMetrics()).samples).toEqual([]);
});
