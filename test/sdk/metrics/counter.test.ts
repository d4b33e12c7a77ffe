import { Counter } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('a counter', () => {
  it('takes labels in every form of prom-client', async () => {
    const counter = new Counter({ name: 'c_total', help: 'C', labelNames: ['a', 'b'] });
    const push = await serveRequest(() => {
      counter.inc({ a: '1', b: '2' });
      counter.labels('1', '2').inc(2);
      counter.labels({ b: '2', a: '1' }).inc(4);
      counter.inc({ a: '1' }, 8);
      counter.inc(16);
      counter.inc();
    });
    expect(changesIn(push)).toEqual({
      'c_total{a="1",b="2"}': ['add', 7],
      'c_total{a="1",b=""}': ['add', 8],
      'c_total{a="",b=""}': ['add', 17],
    });
  });

  it('without label names takes any labels, as in the guide, and shows no series of its own', async () => {
    const counter = metrics.counter('open_total', { help: 'Open' });
    const push = await serveRequest(() => {
      counter.inc({ status: 'success' });
      counter.labels({ reason: 'x', status: 'error' }).inc(3);
    });
    expect(push.families[0]!.labels).toEqual({ tag: 'open' });
    expect(changesIn(push)).toEqual({
      'open_total{status="success"}': ['add', 1],
      'open_total{reason="x",status="error"}': ['add', 3],
    });
  });

  it('shows a series that was increased by 0, as programs do to begin at 0', async () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['a'] });
    expect(changesIn(await serveRequest(() => counter.inc({ a: 'x' }, 0)))).toEqual({ 'c_total{a="x"}': ['add', 0] });
  });

  it('keeps its labels when the tool uses their object again', async () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['a'] });
    const push = await serveRequest(() => {
      const labels = { a: '1' };
      counter.inc(labels);
      labels.a = '2';
      counter.inc(labels);
    });
    expect(changesIn(push)).toEqual({ 'c_total{a="1"}': ['add', 1], 'c_total{a="2"}': ['add', 1] });
  });

  it('forgets what reset and remove take away', async () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['a'] });
    const push = await serveRequest(() => {
      counter.inc({ a: '0' });
      counter.reset();
      for (const a of ['1', '2', '3']) counter.inc({ a });
      counter.remove('1');
      counter.remove({ a: '2' });
    });
    expect(changesIn(push)).toEqual({ 'c_total{a="3"}': ['add', 1] });
  });

  it('shows what this instance holds with get', async () => {
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['a'] });
    counter.inc({ a: 'x' }, 2);
    expect((await counter.get()).values.map(({ labels, value }) => ({ labels, value }))).toEqual([
      { labels: { a: 'x' }, value: 2 },
    ]);
  });
});

const misuse: [string, (counter: Counter<string>) => void, string][] = [
  ['a negative increment', (counter) => counter.inc(-1), 'inc(-1): expected a finite number that is not negative'],
  ['no number', (counter) => counter.inc({ a: 'x' }, '5' as never), 'inc("5"): expected a finite number'],
  ['NaN, which prom-client takes', (counter) => counter.inc({ a: 'x' }, Number.NaN), 'inc(NaN): expected a finite'],
  ['an unknown label', (counter) => counter.inc({ b: 'x' }), 'label "b" is none of its labels, expected: a'],
  ['too many label values', (counter) => counter.labels('x', 'y').inc(), '2 label values ["x", "y"], expected 1'],
  ['too few label values', (counter) => counter.remove(), '0 label values [], expected 1, one for each of: a'],
  ['a value that has no text', (counter) => counter.inc({ a: Symbol('s') as never }), 'Symbol'],
];

describe('a call that a counter cannot take', () => {
  it.each(misuse)('throws at build time: %s', (_, call, message) => {
    const counter = new Counter({ name: 'c_total', help: 'C', labelNames: ['a'] });
    expect(() => call(counter)).toThrow('metric "c_total": ');
    expect(() => call(counter)).toThrow(message);
  });

  it.each(misuse)('is logged once, counted and ignored in a request: %s', async (_, call, message) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const counter = new Counter({
      name: `c${misuse.findIndex(([name]) => name === _)}_total`,
      help: 'C',
      labelNames: ['a'],
    });
    const { name } = counter as unknown as { name: string };
    const push = await serveRequest(() => {
      call(counter);
      call(counter);
      counter.inc({ a: 'fine' });
    });
    const [sample, refused, ...more] = Object.entries(changesIn(push));
    expect(sample).toEqual([`${name}{a="fine"}`, ['add', 1]]);
    expect(refused![0]).toMatch(`sidecars_refused_calls_total{metric="${name}",reason="`);
    expect(refused![1]).toEqual(['add', 2]);
    expect(more).toEqual([]);
    expect(log).toHaveBeenCalledOnce();
    expect(String(log.mock.calls[0])).toContain(`metric "${name}": `);
    expect(String(log.mock.calls[0])).toContain(message);
    log.mockRestore();
  });

  it.each([
    ['is no name', { 'not a name': 'x' }],
    ['is reserved', { le: 'x' }],
    ['belongs to Prometheus', { __name__: 'x' }],
    ['is too long', { ['a'.repeat(129)]: 'x' }],
    ['is one of 33', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, 'x']))],
  ])('without label names is one whose label %s', async (_, labels) => {
    const counter = metrics.counter('open_total', { help: 'Open' });
    expect(() => counter.inc(labels)).toThrow('metric "open_total": ');
    expect(() => counter.labels('x' as never)).toThrow('label value "x" without a name');
    expect((await serveRequest(() => counter.inc({ fine: 'x' }))).samples).toHaveLength(1);
  });
});
