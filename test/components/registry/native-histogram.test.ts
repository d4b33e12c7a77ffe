// Native histograms: every value in the bucket that it belongs to, in no more buckets than there is room for.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, family, merge, observe, pushOne, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { countedBySchema, type Histogram, nativeBuckets, readFamilies } from './support/protobuf.ts';
import { everything, type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const native = family('histogram', 'n_seconds', [], { buckets: new Float64Array(), native: true });

function exposed(registry: Instance): Histogram {
  const { content } = registry.expose({ ...everything, format: 'protobuf', families: ['n_seconds'] });
  return readFamilies(content)[0]!.metrics[0]!.histogram!;
}

function histogramOf(...pushes: number[][]): Histogram {
  const registry = instantiate({ store: new MemoryStore() });
  for (const observations of pushes) pushOne(registry, native, values(), observe(...observations));
  return exposed(registry);
}

describe('a native histogram', () => {
  it('counts positive, negative and zero values by schema 3, bounds included', () => {
    const histogram = histogramOf([1, 2, 4, 0.5, 1.09, 1.0905], [0, 1e-40, -1, -3, 1]);
    expect(histogram).toMatchObject({ schema: 3, zeroThreshold: 2 ** -128, zeroCount: 2, count: 11, buckets: [] });
    expect(histogram.sum).toBeCloseTo(6.6805, 10);
    expect([...nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas)]).toEqual([
      [-8, 1],
      [0, 2],
      [1, 2],
      [8, 1],
      [16, 1],
    ]);
    expect([...nativeBuckets(histogram.negativeSpans, histogram.negativeDeltas)]).toEqual([
      [0, 1],
      [13, 1],
    ]);
  });

  it('knows the smallest and the largest number there is', () => {
    const histogram = histogramOf([Number.MAX_VALUE, 2 ** -127, -Number.MAX_VALUE]);
    expect([...nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas)]).toEqual([
      [-127 * 8, 1],
      [1024 * 8, 1],
    ]);
    expect(histogramOf([Number.MIN_VALUE]).zeroCount).toBe(1);
  });

  it('becomes coarser, never larger, and loses no count', () => {
    const values = Array.from({ length: 3000 }, (_, at) => 1.1 ** ((at % 300) - 150));
    const histogram = histogramOf(values.slice(0, 1000), values.slice(1000));
    const buckets = nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas);
    expect(histogram.schema).toBe(1);
    expect(buckets.size).toBeLessThanOrEqual(160);
    expect([...buckets.values()].reduce((sum, count) => sum + count)).toBe(3000);
    expect([...buckets].sort(([left], [right]) => left - right)).toEqual([...countedBySchema(values, 1)]);
  });

  it('has room for every number there is in the coarsest schema', () => {
    const values = Array.from({ length: 1150 }, (_, at) => (at % 2 === 0 ? 1 : -1) * 1.5 * 2 ** (at - 127));
    const histogram = histogramOf(...Array.from({ length: 10 }, (_, at) => values.slice(at * 115, at * 115 + 115)));
    const positive = nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas);
    const negative = nativeBuckets(histogram.negativeSpans, histogram.negativeDeltas);
    const sign = (wanted: number) => values.filter((value) => Math.sign(value) === wanted);
    expect(histogram.schema).toBe(-4);
    expect([...positive]).toEqual([...countedBySchema(sign(1), -4)]);
    expect([...negative]).toEqual([...countedBySchema(sign(-1), -4)]);
    expect(positive.size + negative.size).toBeLessThanOrEqual(144);
  });

  it('is the same however its values are spread over pushes', () => {
    const value = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 40 }), { minLength: 1, maxLength: 8 }), (pushes) => {
        const histogram = histogramOf(...pushes);
        const buckets = nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas);
        expect([...buckets]).toEqual([...countedBySchema(pushes.flat(), histogram.schema!)]);
      }),
      { numRuns: 40 },
    );
  });

  it('can have classic buckets as well, for scrapers that know no others', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const both = { ...native, buckets: Float64Array.of(0.1, 1) };
    pushOne(registry, both, values(), observe(0.05, 0.5, 5));
    expect(exposed(registry)).toMatchObject({ schema: 3, buckets: [{ count: 1 }, { count: 2 }, { count: 3 }] });
    expect(registry.text()).toContain('n_seconds_bucket{le="1"} 2\n');
  });

  it('shows as sum and count in the text formats when it has no others', () => {
    const registry = instantiate({ store: new MemoryStore() });
    pushOne(registry, native, values(), observe(0.5, 5));
    expect(registry.text()).toContain('n_seconds_bucket{le="+Inf"} 2\nn_seconds_sum 5.5\nn_seconds_count 2\n');
  });

  it('is told from a classic one before anything is observed', () => {
    const registry = instantiate({ store: new MemoryStore() });
    registry.push([native], []);
    expect(exposed(registry)).toMatchObject({ positiveSpans: [{ offset: 0, length: 0 }], count: 0 });
  });

  it('takes no counts that were taken elsewhere', () => {
    const registry = instantiate({ store: new MemoryStore() });
    expect(errorOf(() => pushOne(registry, native, values(), merge([1], 1)))).toContain(
      'it is a native histogram, which needs the values themselves: observe them',
    );
    const gauge = { ...family('gauge', 'g', []), native: true };
    expect(errorOf(() => registry.push([gauge], []))).toContain('it is native but no histogram');
  });
});
