// What a push refuses, what it drops, and how it says so.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, merge, observe, pairs, set, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Family, type Instance, loadRegistry, type Options, type Sample } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const dropsIn = (text: string, reason: string) =>
  Number(new RegExp(`^sidecars_dropped_samples_total\\{reason="${reason}"\\} (.*)$`, 'm').exec(text)![1]);

function refusal(of: Family, ...samples: Omit<Sample, 'family'>[]): string {
  const store = new MemoryStore();
  const registry = instantiate({ store });
  const error = errorOf(() =>
    registry.push(
      [of],
      samples.map((sample) => ({ family: 0, ...sample })),
    ),
  );
  if (error !== 'no error') {
    const text = registry.text();
    expect(text.match(/^(?!#|sidecars_).+$/gm)).toBeNull();
    expect(dropsIn(text, 'invalid')).toBe(samples.length);
  }
  return error;
}

describe('a definition that breaks a rule is refused, and nothing is stored', () => {
  const histogram = (...bounds: number[]) => family('histogram', 'h', [], { buckets: Float64Array.from(bounds) });
  it.each([
    [family('gauge', ''), 'metric "": the name is empty: name the metric'],
    [family('gauge', 'sidecars_registry_series'), 'the registry keeps this name for itself: rename the metric'],
    [family('gauge', 'sidecars_dropped_samples_total'), 'the registry keeps this name for itself'],
    [family('gauge', 'a'.repeat(257)), 'the name has 257 bytes, at most 256 are taken'],
    [family('gauge', 'size', [], { unit: 'bytes' }), 'the name does not contain its unit "bytes"'],
    [family('gauge', 'g', [], { help: 'x'.repeat(1025) }), 'the help has 1025 bytes, at most 1024'],
    [family('gauge', 'g', ['']), 'metric "g": a label name is empty: name the label'],
    [family('gauge', 'g', ['le']), 'label name "le" is reserved'],
    [family('gauge', 'g', ['quantile']), 'label name "quantile" is reserved'],
    [family('gauge', 'g', ['__x']), 'label name "__x" is reserved'],
    [family('gauge', 'g', ['a', 'b', 'a']), 'label "a" is named twice'],
    [
      family('gauge', 'g', ['a'.repeat(129)]),
      'has 129 bytes, at most 128 are taken: shorten it, or raise SIDECARS_MAX_LABEL_NAME_BYTES',
    ],
    [
      family(
        'gauge',
        'g',
        Array.from({ length: 33 }, (_, i) => `l${i}`),
      ),
      'the label list has 33 names, at most 32',
    ],
    [family('gauge', 'g', [], { buckets: Float64Array.of(1) }), 'it has buckets but is no histogram'],
    [histogram(1, 1), 'bucket bound 1.0 follows 1.0'],
    [histogram(2, 1), 'ascending order'],
    [histogram(1, Number.POSITIVE_INFINITY), 'bucket bound Infinity is not finite'],
    [histogram(Number.NaN), 'bucket bound NaN is not finite'],
    [histogram(...Array.from({ length: 129 }, (_, i) => i)), 'the bucket list has 129 bounds, at most 128'],
  ])('%#', (of, expected) => {
    const error = refusal(of);
    expect(error).toMatch(/^invalid: metric "/);
    expect(error).toContain(expected);
  });
});

describe('a sample that breaks a rule is refused, and nothing is stored', () => {
  const counter = family('counter', 'c_total', ['a', 'b']);
  const plain = family('counter', 'c_total', []);
  const gauge = family('gauge', 'g', []);
  const open = family('counter', 'o_total');
  const histogram = family('histogram', 'h', ['a']);
  it.each<[Family, Omit<Sample, 'family'>, string]>([
    [
      counter,
      { labels: values('x'), change: add(1) },
      'sample 0: it has 1 label values, the family has 2 label names (a, b)',
    ],
    [counter, { labels: pairs({ a: 'x' }), change: add(1) }, 'the family names its labels'],
    [open, { labels: values(), change: add(1) }, 'the family is open'],
    [open, { labels: pairs({ '': 'x' }), change: add(1) }, 'a label name is empty'],
    [open, { labels: pairs({ le: 'x' }), change: add(1) }, 'label name "le" is reserved'],
    [
      open,
      {
        labels: {
          tag: 'pairs',
          val: [
            ['a', ''],
            ['a', 'x'],
          ],
        },
        change: add(1),
      },
      'label "a" is given twice',
    ],
    [
      counter,
      { labels: values('x', 'y'), change: add(-1) },
      'metric "c_total", sample 0 with labels {a="x",b="y"}: add of -1',
    ],
    [plain, { labels: values(), change: add(Number.NaN) }, 'add of NaN'],
    [plain, { labels: values(), change: add(Number.POSITIVE_INFINITY) }, 'add of Infinity'],
    [plain, { labels: values(), change: set(1) }, 'it is a counter: add to it, or give its total'],
    [plain, { labels: values(), change: observe(1) }, 'it is a counter: add to it, or give its total'],
    [gauge, { labels: values(), change: add(Number.NaN) }, 'add of NaN'],
    [
      gauge,
      { labels: values(), change: merge([1], 1) },
      'it is a gauge: set it, add to it, or give the total of what it is the mean of',
    ],
    [histogram, { labels: values('x'), change: add(1) }, 'it is a histogram: observe, merge or total it'],
    [histogram, { labels: values('x'), change: observe(1, Number.NaN) }, 'observation 1 is NaN'],
    [histogram, { labels: values('x'), change: merge([1, 2, 3], 1) }, 'merge of 3 counts: give 4'],
    [histogram, { labels: values('x'), change: merge([1, 2, 3, 2 ** 53], 1) }, 'more than 2^53 observations'],
    [histogram, { labels: values('x'), change: merge([1, 2, 3, 4], Number.NaN) }, 'merge of a sum of NaN'],
  ])('%#', (of, sample, expected) => {
    const error = refusal(of, { labels: sample.labels, change: sample.change });
    expect(error).toMatch(/^invalid: metric "/);
    expect(error).toContain(expected);
  });

  it('names a family index that is not in the push', () => {
    const registry = instantiate({ store: new MemoryStore() });
    expect(errorOf(() => registry.push([plain], [{ family: 1, labels: values(), change: add(1) }]))).toContain(
      'sample 0 is of family 1, the push has 1',
    );
  });

  it('cuts a long name in the message between characters', () => {
    const error = refusal(family('gauge', `${'x'.repeat(79)}🦊`, ['le']));
    expect(error).toContain(`metric "${'x'.repeat(79)}…": label name "le" is reserved`);
  });
});

describe('what is over a bound is dropped and counted, and the rest of the batch is kept', () => {
  const fresh = () => instantiate({ store: new MemoryStore() });
  const plain = family('counter', 'hits_total', []);
  const open = family('counter', 'open_total');

  it('a label that is too long, and too many labels', () => {
    const registry = fresh();
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`l${i}`, 'x']));
    const closed = family('counter', 'closed_total', ['a']);
    registry.push(
      [plain, open, closed],
      [
        { family: 1, labels: pairs({ a: 'x'.repeat(1025) }), change: add(1) },
        { family: 1, labels: pairs({ ['a'.repeat(129)]: 'x' }), change: add(1) },
        { family: 1, labels: pairs(many), change: add(1) },
        { family: 2, labels: values('x'.repeat(1025)), change: add(1) },
        { family: 1, labels: pairs({ a: 'x'.repeat(1024) }), change: add(1) },
        { family: 0, labels: values(), change: add(3) },
      ],
    );
    const text = registry.text();
    expect(dropsIn(text, 'label_length_limit')).toBe(3);
    expect(dropsIn(text, 'label_count_limit')).toBe(1);
    expect(text).toContain('\nhits_total 3\n');
    expect(text).toContain(`\nopen_total{a="${'x'.repeat(1024)}"} 1\n`);
  });

  it('samples after the first thousand of a push', () => {
    const registry = fresh();
    registry.push(
      [plain],
      Array.from({ length: 1003 }, () => ({ family: 0, labels: values(), change: add(1) })),
    );
    const text = registry.text();
    expect(text).toContain('\nhits_total 1000\n');
    expect(dropsIn(text, 'push_samples_limit')).toBe(3);
  });

  it('samples after the first 256 kB of a push', () => {
    const store = new MemoryStore();
    const registry = instantiate({ store });
    const long = 'x'.repeat(1024);
    const samples = Array.from({ length: 400 }, (_, i) => ({
      family: 0,
      labels: pairs({ a: `${i}`, b: long }),
      change: add(1),
    }));
    registry.push([open], samples);
    expect(store.get(store.keys[0]!)!.length).toBeLessThan(256 * 1024 + 1200);
    const text = registry.text();
    const kept = text.match(/^open_total\{/gm)!.length;
    expect(kept).toBeGreaterThan(200);
    expect(dropsIn(text, 'push_bytes_limit')).toBe(400 - kept);
  });

  it('series after the first thousand of a family, while known ones go on', () => {
    const registry = fresh();
    const push = (from: number, count: number) =>
      registry.push(
        [open],
        Array.from({ length: count }, (_, i) => ({ family: 0, labels: pairs({ a: `${from + i}` }), change: add(1) })),
      );
    push(0, 1000);
    push(500, 600);
    const text = registry.text();
    expect(text.match(/^open_total\{/gm)).toHaveLength(1000);
    expect(text).toContain('open_total{a="999"} 2\n');
    expect(dropsIn(text, 'family_series_limit')).toBe(100);
  });

  it('series after the first 20,000 in all, beside the registry’s own', () => {
    const registry = fresh();
    for (let f = 0; f < 21; f++) {
      const samples = Array.from({ length: 1000 }, (_, i) => ({
        family: 0,
        labels: pairs({ a: `${i}` }),
        change: add(1),
      }));
      registry.push([family('counter', `f${f}_total`)], samples);
    }
    const text = registry.text();
    expect(text.match(/^f\d+_total\{/gm)).toHaveLength(20_000);
    expect(text).toContain('\nsidecars_registry_series 20000\n');
    expect(dropsIn(text, 'series_limit')).toBe(1000);
  });

  it('families after the first thousand', () => {
    const registry = fresh();
    for (let from = 0; from < 1010; from += 101) {
      const families = Array.from({ length: 101 }, (_, i) => family('gauge', `g${from + i}`, []));
      registry.push(
        families,
        families.map((_, i) => ({ family: i, labels: values(), change: set(1) })),
      );
    }
    const text = registry.text();
    expect(text.match(/^g\d+ 1$/gm)).toHaveLength(1000);
    expect(text).toContain('\nsidecars_registry_families 1000\n');
    expect(dropsIn(text, 'family_limit')).toBe(10);
  });

  it('an exposition that would not fit', () => {
    const registry = fresh();
    const wide = family('histogram', 'wide', undefined, { buckets: Float64Array.from({ length: 128 }, (_, i) => i) });
    const long = 'x'.repeat(1000);
    for (let from = 0; from < 600; from += 200) {
      const samples = Array.from({ length: 200 }, (_, i) => ({
        family: 0,
        labels: pairs({ a: `${from + i}`, b: long }),
        change: observe(1),
      }));
      registry.push([wide], samples);
    }
    const text = registry.text();
    const kept = text.match(/^wide_count\{/gm)!.length;
    expect(text.length).toBeLessThan(64 * 1024 * 1024);
    expect(kept).toBeGreaterThan(300);
    expect(dropsIn(text, 'exposition_limit')).toBe(600 - kept);
  });
});

describe('a family that is known under another definition', () => {
  it.each([
    ['kind', family('gauge', 'x_total', ['a'])],
    ['labels', family('counter', 'x_total', ['a', 'b'])],
    ['openness', family('counter', 'x_total')],
  ])('keeps its own: samples of another %s are dropped and counted', (_, other) => {
    const registry = instantiate({ store: new MemoryStore() });
    const x = family('counter', 'x_total', ['a']);
    registry.push([x], [{ family: 0, labels: values('v'), change: add(2) }]);
    const labels = other.labels.tag === 'open' ? pairs({ a: 'v' }) : values(...other.labels.val.map(() => 'v'));
    registry.push(
      [other, family('counter', 'y_total', [])],
      [
        { family: 0, labels, change: add(1) },
        { family: 1, labels: values(), change: add(1) },
        { family: 0, labels, change: add(1) },
      ],
    );
    registry.push([x], [{ family: 0, labels: values('v'), change: add(2) }]);
    const text = registry.text();
    expect(text).toContain('\nx_total{a="v"} 4\n');
    expect(text).toContain('\ny_total 1\n');
    expect(dropsIn(text, 'definition_conflict')).toBe(2);
  });

  it('takes samples of other buckets for a conflict too, and reads on behind them', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const h = (...bounds: number[]) => family('histogram', 'h', [], { buckets: Float64Array.from(bounds) });
    registry.push([h(1, 2)], [{ family: 0, labels: values(), change: observe(1.5) }]);
    registry.push(
      [h(1, 2, 3, 4), family('gauge', 'g', [])],
      [
        { family: 0, labels: values(), change: observe(1.5) },
        { family: 1, labels: values(), change: set(5) },
      ],
    );
    const text = registry.text();
    expect(text).toContain('\nh_count 1\n');
    expect(text).toContain('\ng 5\n');
    expect(dropsIn(text, 'definition_conflict')).toBe(1);
  });

  it('takes label names in another order, and a reworded help, for the same', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const x = (help: string, ...labels: string[]) => family('counter', 'x_total', labels, { help });
    registry.push([x('Old.', 'a', 'b')], [{ family: 0, labels: values('1', '2'), change: add(1) }]);
    registry.push([x('New.', 'b', 'a')], [{ family: 0, labels: values('2', '1'), change: add(1) }]);
    const text = registry.text();
    expect(text).toContain('# HELP x_total New.\n');
    expect(text).toContain('\nx_total{a="1",b="2"} 2\n');
  });
});
