import { Counter, Gauge, Histogram, Registry, register } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

const options = { help: 'Help', labelNames: ['a'] } as const;

describe('a name that is taken', () => {
  it('gives the same metric through the SDK when the definition is the same', () => {
    expect(metrics.counter('c_total', options)).toBe(metrics.counter('c_total', options));
    const buckets = [1, 2];
    expect(metrics.histogram('h', { ...options, buckets })).toBe(
      metrics.histogram('h', { ...options, buckets: [1, 2] }),
    );
    expect(metrics.gauge('g', { help: 'G' })).toBe(metrics.gauge('g', { help: 'G' }));
  });

  it.each([
    ['kind', () => metrics.gauge('c_total', options), 'kind was "counter" and is now "gauge"'],
    ['help', () => metrics.counter('c_total', { ...options, help: 'Other' }), 'help was "Help" and is now "Other"'],
    [
      'labels',
      () => metrics.counter('c_total', { ...options, labelNames: ['b'] }),
      'labelNames was ["a"] and is now ["b"]',
    ],
    ['openness', () => metrics.counter('c_total', { help: 'Help' }), 'isOpen was false and is now true'],
    ['unit', () => metrics.counter('c_total', { ...options, unit: 'total' }), 'unit was "" and is now "total"'],
    [
      'nothing, with prom-client',
      () => new Counter({ name: 'c_total', ...options }),
      'already been registered: with the same definition',
    ],
  ])('throws when there is another %s', (_, define, message) => {
    const counter = metrics.counter('c_total', options);
    expect(define).toThrow(message);
    expect(define).toThrow('metric "c_total": a metric of this name has already been registered');
    expect(register.getSingleMetric('c_total')).toBe(counter);
  });

  it('throws when a histogram’s buckets are others', () => {
    metrics.histogram('h', { help: 'H', buckets: [1] });
    expect(() => metrics.histogram('h', { help: 'H', buckets: [2] })).toThrow('buckets was [1] and is now [2]');
    expect(() => metrics.histogram('h', { help: 'H', buckets: [1], native: true })).toThrow('isNative was false');
  });

  it.each(['_bucket', '_sum', '_count'])('is also that of a histogram’s series %s', (suffix) => {
    new Histogram({ name: 'h', help: 'H' });
    expect(() => new Counter({ name: `h${suffix}`, help: 'C' })).toThrow(
      `the histogram and "h" would both show that name`,
    );
    new Gauge({ name: `g${suffix}`, help: 'G' });
    expect(() => new Histogram({ name: 'g', help: 'H' })).toThrow(`the histogram and "g${suffix}" would both`);
  });

  it('does not fail a request, where what has no place is not pushed', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const first = metrics.counter('c_total', options);
    const push = await serveRequest(() => {
      metrics.counter('c_total', options).inc({ a: 'x' });
      metrics.gauge('c_total', options).inc({ a: 'y' });
    });
    expect(changesIn(push)).toEqual({
      'c_total{a="x"}': ['add', 1],
      'sidecars_refused_calls_total{metric="unknown",reason="definition"}': ['add', 1],
    });
    expect(register.getSingleMetric('c_total')).toBe(first);
    log.mockRestore();
  });
});

describe('a registry', () => {
  it('answers with what this instance holds', async () => {
    const counter = metrics.counter('c_total', options);
    await serveRequest(() => {});
    counter.inc({ a: 'x' }, 3);
    expect(await register.metrics()).toBe('# HELP c_total Help\n# TYPE c_total counter\nc_total{a="x"} 3\n');
    expect(await register.getSingleMetricAsString('c_total')).toContain('c_total{a="x"} 3');
    expect((await register.getMetricsAsJSON()).map(({ name }) => name)).toEqual(['c_total']);
    register.resetMetrics();
    expect((await serveRequest(() => {})).samples).toEqual([]);
  });

  it('takes nothing that is no metric of prom-client', () => {
    const odd = { name: 'odd', get: () => ({}) };
    expect(() => register.registerMetric(odd as never)).toThrow('metric "odd": it is no Counter, Gauge or Histogram');
  });

  it.each([
    [{ le: 'x' }, 'default labels: label name "le" is one that Prometheus keeps for itself'],
    [{ 'a b': 'x' }, 'default labels: label name "a b": expected letters'],
    [
      Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`l${i}`, 'x'])),
      '33 label names of "c_total" with the default',
    ],
  ])(
    'refuses default labels %s: at build time it throws, in a request it keeps the old ones',
    async (labels, message) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {});
      const counter = metrics.counter('c_total', options);
      metrics.setDefaultLabels({ app: 'shop' });
      expect(() => metrics.setDefaultLabels(labels)).toThrow(message);
      const push = await serveRequest(() => {
        metrics.setDefaultLabels(labels);
        counter.inc({ a: 'x' });
      });
      expect(changesIn(push)).toMatchObject({ 'c_total{a="x",app="shop"}': ['add', 1] });
      expect(push.samples).toHaveLength(2);
      log.mockRestore();
    },
  );

  it('looks at its default labels when a metric comes later', () => {
    metrics.setDefaultLabels(Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`l${i}`, 'x'])));
    expect(() => metrics.counter('c_total', options)).toThrow('33 label names of "c_total"');
  });

  it('of one’s own may have a metric of the same name', async () => {
    const mine = new Registry();
    mine.setDefaultLabels({ of: 'mine' });
    const counters = [
      new Counter({ name: 'c_total', help: 'C', registers: [mine] }),
      new Counter({ name: 'c_total', help: 'C' }),
    ];
    const push = await serveRequest(() => {
      for (const counter of counters) counter.inc();
    });
    expect(changesIn(push)).toEqual({ 'c_total{of="mine"}': ['add', 1], 'c_total{}': ['add', 1] });
  });
});
