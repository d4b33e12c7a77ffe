// Cumulative values of others: whatever is repeated, late or begun anew, each thing counts once.

import type { Cumulative } from 'sidecars:metrics/registry@0.1.0';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, pushOne, set, total, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { nativeBuckets, readFamilies } from './support/protobuf.ts';
import { everything, type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const counter = family('counter', 'c_total', []);
const gauge = family('gauge', 'g', []);
const histogram = family('histogram', 'h', [], { buckets: Float64Array.of(1) });
const native = family('histogram', 'n', [], { buckets: new Float64Array(), native: true });

/** Each push in an instance of its own; `-` stands for a fold. */
function heldAfter(of: typeof counter, ...changes: (ReturnType<typeof total> | '-')[]): Record<string, number> {
  const store = new MemoryStore();
  for (const change of changes) {
    const registry = instantiate({ store });
    if (change === '-') registry.fold();
    else pushOne(registry, of, values(), change);
  }
  const text = instantiate({ store }).text({ families: [of.name] });
  return Object.fromEntries([...text.matchAll(/^([^#\s]+) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]));
}

const at = (sum: number, atNs: bigint, more: Parameters<typeof total>[1] = {}) => total(sum, { atNs, ...more });

describe('the total of a counter', () => {
  it('is what its sender has, to the last digit, over folds', () => {
    expect(heldAfter(counter, at(0.1, 2n), '-', at(0.3, 3n), at(0.7, 4n), '-')).toEqual({ c_total: 0.7 });
  });

  it('counts once when it is repeated, and not when it is late', () => {
    expect(heldAfter(counter, at(5, 2n), at(5, 2n), '-', at(5, 2n), at(9, 4n), '-', at(7, 3n))).toEqual({ c_total: 9 });
  });

  it('goes on when its sender begins anew, once for each start', () => {
    const restarted = { startNs: 10n };
    expect(heldAfter(counter, at(5, 2n), at(2, 11n, restarted), '-', at(6, 3n), at(4, 12n, restarted))).toEqual({
      c_total: 10,
    });
  });

  it('of several sources adds up', () => {
    expect(heldAfter(counter, at(5, 2n), at(7, 2n, { source: 'other' }), '-', at(6, 3n))).toEqual({ c_total: 13 });
  });

  it('and what others add to it both count', () => {
    const store = new MemoryStore();
    pushOne(instantiate({ store }), counter, values(), at(5, 2n));
    pushOne(instantiate({ store }), counter, values(), add(100));
    pushOne(instantiate({ store }), counter, values(), at(8, 3n));
    expect(instantiate({ store }).text()).toContain('\nc_total 108\n');
  });

  it('that is lower than before is ignored, unless nobody knows when it began', () => {
    expect(heldAfter(counter, at(5, 2n), at(3, 3n), at(6, 4n))).toEqual({ c_total: 6 });
    const unknown = { startNs: 0n };
    expect(heldAfter(counter, at(5, 2n, unknown), at(3, 3n, unknown), at(6, 4n, unknown))).toEqual({ c_total: 11 });
  });

  it('is right in any order, with any repetitions, over any number of restarts', () => {
    const stream = fc.record({
      source: fc.constantFrom('a', 'b'),
      startNs: fc.bigInt(1n, 20n),
      steps: fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
    });
    const streams = fc.uniqueArray(stream, { maxLength: 6, selector: ({ source, startNs }) => `${source} ${startNs}` });
    const deliveries = streams.chain((all) => {
      const sent = all.flatMap(({ source, startNs, steps }) => {
        let sum = 0;
        return steps.map((step, index) => {
          sum += step;
          return total(sum, { source, startNs, atNs: startNs + BigInt(index) });
        });
      });
      const twice = [...sent, ...sent];
      const expected = all.reduce((sum, { steps }) => sum + steps.reduce((left, right) => left + right), 0);
      return fc.record({
        expected: fc.constant(expected),
        order: fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length }),
        folds: fc.array(fc.nat(twice.length)),
      });
    });
    fc.assert(
      fc.property(deliveries, ({ expected, order, folds }) => {
        const changes = order.flatMap((change, index) => (folds.includes(index) ? (['-', change] as const) : [change]));
        expect(heldAfter(counter, ...changes).c_total ?? 0).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('remembers 64 starts of a series; one from before them is ignored', () => {
    const starts = Array.from({ length: 100 }, (_, index) => BigInt(10 * index + 10));
    const restarts = starts.map((startNs) => at(1, startNs + 5n, { startNs }));
    expect(heldAfter(counter, ...restarts, '-', restarts[0]!, restarts[99]!)).toEqual({ c_total: 100 });
  });

  it('forgets what it remembers with its series', () => {
    let now = 1_000_000_000_000n;
    const store = new MemoryStore();
    const options = { store, now: () => now, environment: { SIDECARS_SERIES_TTL_SECONDS: '10' } };
    pushOne(instantiate(options), family('counter', 'l_total', ['x']), values('a'), at(5, 2n));
    instantiate(options).fold();
    now += 20_000_000_000n;
    pushOne(instantiate(options), family('counter', 'l_total', ['x']), values('b'), at(1, 2n));
    instantiate(options).fold();
    pushOne(instantiate(options), family('counter', 'l_total', ['x']), values('a'), at(6, 3n));
    expect(instantiate(options).text()).toContain('\nl_total{x="a"} 6\n');
  });
});

describe('the total of a histogram', () => {
  it('adds to every bucket, the sum and the count', () => {
    expect(
      heldAfter(
        histogram,
        at(3, 2n, { counts: [1, 1] }),
        '-',
        at(13, 3n, { counts: [1, 3] }),
        at(0, 2n, { counts: [0, 0] }),
      ),
    ).toEqual({ 'h_bucket{le="1"}': 1, 'h_bucket{le="+Inf"}': 4, h_sum: 13, h_count: 4 });
  });
});

describe('the total of a gauge', () => {
  it('makes it the mean of what came since the last one, and leaves it when nothing did', () => {
    expect(heldAfter(gauge, at(30, 2n, { counts: [3] }))).toEqual({ g: 10 });
    expect(heldAfter(gauge, at(30, 2n, { counts: [3] }), '-', at(70, 3n, { counts: [5] }))).toEqual({ g: 20 });
    expect(heldAfter(gauge, at(30, 2n, { counts: [3] }), '-', at(30, 3n, { counts: [3] }))).toEqual({ g: 10 });
    const restarted = at(8, 9n, { counts: [2], startNs: 8n });
    expect(heldAfter(gauge, at(30, 2n, { counts: [3] }), restarted, '-', restarted)).toEqual({ g: 4 });
  });
});

describe('the total of a native histogram', () => {
  const buckets = (
    ...all: [index: number, count: number, negative?: boolean][]
  ): Partial<Omit<Cumulative, 'counts'>> => ({
    nativeBuckets: all.map(([index, count, negative = false]) => ({ index, count: BigInt(count), negative })),
  });

  function exposed(...changes: ReturnType<typeof total>[]) {
    const store = new MemoryStore();
    for (const change of changes) {
      pushOne(instantiate({ store }), native, values(), change);
      instantiate({ store }).fold();
    }
    const { content } = instantiate({ store }).expose({ ...everything, format: 'protobuf', families: ['n'] });
    const found = readFamilies(content)[0]!.metrics[0]!.histogram!;
    return {
      count: found.count,
      sum: found.sum,
      zero: found.zeroCount,
      positive: [...nativeBuckets(found.positiveSpans, found.positiveDeltas)],
      negative: [...nativeBuckets(found.negativeSpans, found.negativeDeltas)],
    };
  }

  it('adds to each of its buckets', () => {
    const first = at(5, 2n, { counts: [4], zeroCount: 1n, ...buckets([-3, 1], [8, 1], [2, 1, true]) });
    const second = at(9, 3n, { counts: [7], zeroCount: 1n, ...buckets([-3, 2], [8, 1], [9, 2], [2, 1, true]) });
    expect(exposed(first, second, first)).toEqual({
      count: 7,
      sum: 9,
      zero: 1,
      positive: [
        [-3, 2],
        [8, 1],
        [9, 2],
      ],
      negative: [[2, 1]],
    });
  });

  it('whose sender became coarser counts nothing twice', () => {
    const fine = at(5, 2n, { counts: [3], ...buckets([1, 1], [2, 1], [3, 1]) });
    const coarse = at(7, 3n, { counts: [5], ...buckets([2, 2], [4, 3]) });
    expect(exposed(fine, coarse)).toMatchObject({
      count: 5,
      positive: [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 2],
      ],
    });
  });

  it('says what is wrong with its buckets', () => {
    const errorFor = (more: Partial<Omit<Cumulative, 'counts'>>, counts = [1]) =>
      errorOf(() =>
        pushOne(instantiate({ store: new MemoryStore() }), native, values(), at(1, 2n, { ...more, counts })),
      );
    expect(errorFor(buckets([1, 2]))).toContain('total with 2 observations in native buckets and 1 in the others');
    expect(errorFor(buckets([9000, 1]))).toContain('native bucket 9000: expected -8591 to 8192');
    expect(errorFor(buckets([2, 1], [1, 0]))).toContain('native bucket 1 follows a higher one');
  });
});

it('a total that its family cannot take is refused', () => {
  const errorFor = (of: typeof counter, sum: number, more: Parameters<typeof total>[1]) =>
    errorOf(() => pushOne(instantiate({ store: new MemoryStore() }), of, values(), total(sum, more)));
  expect(errorFor(counter, -1, {})).toContain('total of -1.0: a counter is not negative');
  expect(errorFor(counter, 1, { counts: [1] })).toContain('total with 1 counts: give 0');
  expect(errorFor(gauge, 1, {})).toContain('total with 0 counts: give 1');
  expect(errorFor(histogram, Number.NaN, { counts: [0, 0] })).toContain('total of NaN: give finite numbers');
  expect(errorFor(histogram, 1, { counts: [1, 0], zeroCount: 1n })).toContain(
    'native buckets of a metric that is not native',
  );
  expect(errorFor(counter, 1, { source: 'x'.repeat(1025) })).toContain('the source of its total has 1025 bytes');
  expect(errorOf(() => pushOne(instantiate({ store: new MemoryStore() }), counter, values(), set(1)))).toContain(
    'counter',
  );
});
