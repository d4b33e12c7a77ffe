// The types of the API. `tsc` judges them: an `@ts-expect-error` above a line without an error is one.
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { startBuild } from './support/guest.ts';

beforeEach(startBuild);

const names = ['status', 'code'] as const;

describe('label names that are given', () => {
  it('are the only ones of a counter that compile and that are taken', () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['status', 'code'] });
    counter.inc({ status: 'ok', code: 200 });
    counter.inc({ status: 'ok' }, 2);
    counter.labels({ code: 1 }).inc();
    counter.labels('ok', '200').inc();
    // @ts-expect-error: no such label
    expect(() => counter.inc({ state: 'ok' })).toThrow('label "state"');
    // @ts-expect-error: one of them is no such label
    expect(() => counter.inc({ status: 'ok', state: 'ok' }, 1)).toThrow('label "state"');
    // @ts-expect-error: no such label
    expect(() => counter.labels({ state: 'ok' })).toThrow('label "state"');
    // @ts-expect-error: no number
    expect(() => counter.inc({ status: 'ok' }, '1')).toThrow('inc("1")');
  });

  it('are the only ones of a gauge', () => {
    const gauge = metrics.gauge('g', { help: 'G', labelNames: names });
    gauge.set({ status: 'ok' }, 1);
    gauge.dec({ code: 1 });
    gauge.setToCurrentTime({ code: 1 });
    // @ts-expect-error: no such label
    expect(() => gauge.set({ state: 'ok' }, 1)).toThrow('label "state"');
    // @ts-expect-error: no value
    expect(() => gauge.set({ status: 'ok' })).toThrow('set(undefined)');
  });

  it('are the only ones of a histogram, its timers too', () => {
    const histogram = metrics.histogram('h', { help: 'H', labelNames: names });
    histogram.observe({ status: 'ok' }, 1);
    expectTypeOf(histogram.startTimer({ status: 'ok' })({ code: 1 })).toBeNumber();
    expectTypeOf(histogram.timer(() => 'x', { code: 1 })).toBeString();
    expectTypeOf(histogram.timer(async () => 'x')).toEqualTypeOf<Promise<string>>();
    // @ts-expect-error: no such label
    expect(() => histogram.observe({ state: 'ok' }, 1)).toThrow('label "state"');
    // @ts-expect-error: no such label
    expect(() => histogram.timer({ state: 'ok' })()).toThrow('label "state"');
    // @ts-expect-error: no such label
    expect(() => histogram.zero({ state: 'ok' })).toThrow('label "state"');
  });

  it('may be none, which only the call itself can tell', () => {
    const counter = metrics.counter('bare_total', { help: 'B', labelNames: [] });
    counter.inc();
    counter.inc(2);
    expect(() => counter.inc({ status: 'ok' })).toThrow('expected: none');
  });

  it('are those of the metric, not those of its exemplars', () => {
    const counter = metrics.counter('e_total', { help: 'E', labelNames: names, enableExemplars: true });
    counter.inc({ labels: { status: 'ok' }, value: 2, exemplarLabels: { trace_id: 'x' } });
    // @ts-expect-error: no such label
    expect(() => counter.inc({ labels: { state: 'ok' }, exemplarLabels: { trace_id: 'x' } })).toThrow('label "state"');
    const histogram = metrics.histogram('eh', { help: 'E', labelNames: names, enableExemplars: true });
    histogram.observe({ labels: { status: 'ok' }, value: 2, exemplarLabels: { trace_id: 'x' } });
  });
});

describe('label names that are left out', () => {
  it('may be any, as in the guide', () => {
    const counter = metrics.counter('open_total', { help: 'O' });
    counter.inc({ status: 'success' });
    counter.labels({ anything: 1 }).inc();
    metrics.histogram('open_seconds', { help: 'O' }).observe({ route: '/' }, 1);
  });
});
