import { Counter, Gauge, type Histogram } from 'prom-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../catalogue/index.ts';
import { metrics } from '../../../sdk/metrics/index.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

const counter = (name: string, more: object = {}) => new Counter({ name, help: 'Help', ...more });
const histogram = (more: object) => metrics.histogram('h', { help: 'Help', ...more });

const bad: [string, () => unknown, string][] = [
  ['a name with spaces', () => counter('not a name'), 'metric "not a name": this is no metric name, expected letters'],
  ['no name', () => new Gauge({ help: 'x' } as never), 'metric undefined: this is no metric name'],
  ['nothing at all', () => new Gauge(undefined as never), 'metric undefined: '],
  ['a long name', () => counter('a'.repeat(257)), 'the name has 257 bytes, at most 256 are taken; shorten it'],
  ['the registry’s name', () => counter('sidecars_registry_x'), 'the registry keeps this name for itself; rename it'],
  ['no help', () => counter('c', { help: undefined }), 'metric "c": its help is undefined, expected one sentence'],
  ['an empty help', () => metrics.counter('c', { help: '' }), 'metric "c": its help is "", expected one sentence'],
  ['a long help', () => counter('c', { help: 'ä'.repeat(513) }), 'its help has 1026 bytes, at most 1024 are taken'],
  ['a unit that the name lacks', () => counter('c', { unit: 'bytes' }), 'the name does not contain its unit "bytes"'],
  ['a unit that is none', () => counter('c', { unit: 5 }), 'its unit is 5, expected'],
  ['a bad label', () => counter('c', { labelNames: ['a-b'] }), 'label name "a-b": expected letters, digits and _'],
  [
    'the label le',
    () => counter('c', { labelNames: ['le'] }),
    'label name "le" is one that Prometheus keeps for itself',
  ],
  ['the label quantile', () => counter('c', { labelNames: ['quantile'] }), 'label name "quantile" is one that'],
  ['a label __x', () => counter('c', { labelNames: ['__x'] }), 'label name "__x" is one that'],
  ['a long label', () => counter('c', { labelNames: ['a'.repeat(129)] }), 'has 129 bytes, at most 128 are taken'],
  ['a label twice', () => counter('c', { labelNames: ['a', 'a'] }), 'label name "a" is given twice; give it once'],
  [
    '33 labels',
    () => counter('c', { labelNames: Array.from({ length: 33 }, (_, i) => `l${i}`) }),
    '33 label names, at most 32',
  ],
  ['labels that are no list', () => counter('c', { labelNames: 'a' }), 'labelNames is "a", expected an array'],
  ['no buckets', () => histogram({ buckets: [] }), 'metric "h": buckets is empty, expected upper bounds'],
  ['buckets out of order', () => histogram({ buckets: [1, 3, 2] }), 'bucket 2 follows 3, expected ascending bounds'],
  ['a bucket twice', () => histogram({ buckets: [1, 1] }), 'bucket 1 follows 1, expected ascending bounds'],
  ['a bucket NaN', () => histogram({ buckets: [Number.NaN] }), 'bucket NaN: expected a finite number'],
  ['a bucket +Inf', () => histogram({ buckets: [1, Number.POSITIVE_INFINITY] }), 'leave +Inf out, it is implied'],
  ['129 buckets', () => histogram({ buckets: Array.from({ length: 129 }, (_, i) => i) }), '129 buckets, at most 128'],
  ['buckets that are no list', () => histogram({ buckets: 5 }), 'buckets is 5, expected an array'],
  ['a native counter', () => counter('c', { native: true }), 'it is native but a counter; only histograms are'],
  [
    'a summary',
    () => metrics.summary('s', { help: 'S' }),
    'metric "s": a summary keeps quantiles, and those of many instances cannot be merged; use a histogram',
  ],
];

describe('a definition', () => {
  it.each(bad)('with %s throws at build time', (_, define, message) => {
    expect(define).toThrow(message);
  });

  it.each(bad)('with %s does not fail a request: it is logged, and what is counted goes nowhere', async (_, define) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const push = await serveRequest(() => {
      const made = define() as Counter & Histogram;
      made.inc?.({ a: 'x' }, 2);
      made.observe?.({ a: 'x' }, 2);
      made.labels?.({ a: 'x' });
    });
    expect(changesIn(push)).toEqual({
      'sidecars_refused_calls_total{metric="unknown",reason="definition"}': ['add', 1],
    });
    log.mockRestore();
  });

  it('cannot take the name of a metric that spin-sidecars counts in the same component', () => {
    const names = [...catalogue.values()].filter(
      ({ source }) => source === 'every component that measures' || source === 'registry',
    );
    expect(names.length).toBeGreaterThan(10);
    for (const { name } of names)
      expect(() => counter(name), name).toThrow(/counts this metric itself|keeps this name/);
  });

  it('has room for everything up to the bounds', () => {
    const labelNames = Array.from({ length: 32 }, (_, i) => `l${i}`.padEnd(128, 'x'));
    counter('a'.repeat(256), { labelNames, help: 'ä'.repeat(512) });
    histogram({ buckets: Array.from({ length: 128 }, (_, i) => i) });
    metrics.histogram('n', { help: 'N', native: true, buckets: [] });
  });
});
