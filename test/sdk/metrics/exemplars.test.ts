import { Counter, Histogram, register } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { serveRequest, spanId, startBuild, traceId, traceparent } from './support/guest.ts';

beforeEach(startBuild);

const trace = [
  ['trace_id', traceId],
  ['span_id', spanId],
];

describe('the trace of a request', () => {
  it('is the exemplar of every series that the request counted: its last increment, the newest of each bucket', async () => {
    const counter = metrics.counter('c_total', { help: 'C' });
    const histogram = metrics.histogram('h', { help: 'H', buckets: [1, 10] });
    const gauge = metrics.gauge('g', { help: 'G' });
    const push = await serveRequest(() => {
      counter.inc(2);
      counter.inc(3);
      counter.inc({ a: 'zero' }, 0);
      for (const value of [0.5, 5, 0.7]) histogram.observe(value);
      gauge.set(1);
    }, traceparent);
    expect(push.exemplars).toEqual([
      { sample: 0, labels: trace, value: 3 },
      { sample: 2, labels: trace, value: 0.7 },
      { sample: 2, labels: trace, value: 5 },
    ]);
  });

  it('is of that request only, and of none that is not sampled', async () => {
    const counter = metrics.counter('c_total', { help: 'C' });
    const exemplars = async (header: string | null) => (await serveRequest(() => counter.inc(), header)).exemplars;
    expect(await exemplars(traceparent)).toHaveLength(1);
    expect(await exemplars(null)).toEqual([]);
    expect(await exemplars(traceparent.replace(/01$/, '00'))).toEqual([]);
  });
});

describe('exemplars of the tool’s own', () => {
  const exemplarLabels = { order: 17 };

  it('travel in prom-client’s form and win over the trace', async () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['a'], enableExemplars: true });
    const histogram = metrics.histogram('h', { help: 'H', labelNames: ['a'], enableExemplars: true, buckets: [1] });
    const push = await serveRequest(() => {
      counter.inc({ labels: { a: 'x' }, value: 2, exemplarLabels });
      histogram.observe({ labels: { a: 'x' }, value: 5, exemplarLabels });
      histogram.startTimer({ a: 'x' }, { order: 18 } as never)();
      histogram.labels('y').observe(7);
    }, traceparent);
    const own = [['order', '17']];
    expect(push.exemplars.map(({ sample, labels }) => [sample, labels])).toEqual([
      [0, own],
      [1, own],
      [1, [['order', '18']]],
      [2, trace],
    ]);
    expect(push.exemplars.map(({ value }) => value).filter((value) => value >= 1)).toEqual([2, 5, 7]);
  });

  it('need no OpenMetrics registry, as prom-client’s do: the scraper says which format it wants', async () => {
    const counter = new Counter({ name: 'c_total', help: 'C', enableExemplars: true });
    expect(register.contentType).toContain('text/plain');
    const push = await serveRequest(() => counter.inc({ exemplarLabels } as never));
    expect(push.exemplars).toEqual([{ sample: 0, labels: [['order', '17']], value: 1 }]);
  });

  it.each([
    ['too long', { a: '🦊'.repeat(128) }, '129 characters in its labels, at most 128'],
    ['badly named', { 'a b': 'x' }, 'label name "a b": expected letters'],
  ])('are left out when their labels are %s, said once, and the call counts', async (what, labels, message) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const histogram = metrics.histogram(`h_${what.replace(' ', '_')}`, { help: 'H', enableExemplars: true });
    const push = await serveRequest(() => {
      histogram.observe({ value: 1, exemplarLabels: { a: '🦊'.repeat(127) } });
      histogram.observe({ value: 100, exemplarLabels: labels });
      histogram.observe({ value: 100, exemplarLabels: labels });
    });
    expect(push.exemplars).toHaveLength(1);
    expect(push.samples[0]!.change.val).toEqual(Float64Array.of(1, 100, 100));
    expect(log).toHaveBeenCalledOnce();
    expect(String(log.mock.calls[0])).toContain(message);
    log.mockRestore();
  });

  it('are asked for in their form, where prom-client would count the wrong series', () => {
    const counter = new Counter({ name: 'c_total', help: 'C', labelNames: ['a'], enableExemplars: true });
    const histogram = new Histogram({ name: 'h', help: 'H', enableExemplars: true });
    expect(() => counter.inc({ a: 'x' })).toThrow('inc({ a }): with enableExemplars it takes { labels, value,');
    expect(() => histogram.observe(5)).toThrow('observe(5): with enableExemplars it takes');
    counter.inc();
    counter.labels('x').inc(2);
  });
});
