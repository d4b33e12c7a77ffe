// The bounds and how the environment sets them.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, hit, hitsIn, observe, pairs, pushOne, set, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const fresh = (environment: Record<string, string>, store = new MemoryStore()) => instantiate({ store, environment });

const dropsIn = (text: string, reason: string) =>
  Number(new RegExp(`^sidecars_dropped_samples_total\\{reason="${reason}"\\} (.*)$`, 'm').exec(text)![1]);

const open = family('counter', 'open_total');
const gauge = family('gauge', 'g', []);

const exemplar = (sample: number) => ({
  sample,
  labels: [['trace_id', String(sample)]] as [string, string][],
  value: 1,
});

describe('a bound in the environment', () => {
  it('of series in a family', () => {
    const registry = fresh({ SIDECARS_MAX_FAMILY_SERIES: '2' });
    for (const a of ['x', 'y', 'z']) pushOne(registry, open, pairs({ a }), add(1));
    expect(dropsIn(registry.text(), 'family_series_limit')).toBe(1);
  });

  it('of series in all', () => {
    const registry = fresh({ SIDECARS_MAX_SERIES: '2' });
    for (const name of ['a', 'b', 'c']) pushOne(registry, family('gauge', name, []), values(), set(1));
    const text = registry.text();
    expect(dropsIn(text, 'series_limit')).toBe(1);
    expect(text).toContain('\nsidecars_registry_series 2\n');
  });

  it('of families', () => {
    const registry = fresh({ SIDECARS_MAX_FAMILIES: '2' });
    for (const name of ['a', 'b', 'c']) pushOne(registry, family('gauge', name, []), values(), set(1));
    const text = registry.text();
    expect(dropsIn(text, 'family_limit')).toBe(1);
    expect(text).toContain('\nsidecars_registry_families 2\n');
  });

  it('of the exposition', () => {
    const registry = fresh({ SIDECARS_MAX_EXPOSITION_BYTES: '200' });
    for (const a of ['x', 'y', 'z']) pushOne(registry, open, pairs({ a }), add(1));
    expect(dropsIn(registry.text(), 'exposition_limit')).toBe(1);
  });

  it('of labels, of their names and of their values', () => {
    const registry = fresh({
      SIDECARS_MAX_LABELS: '1',
      SIDECARS_MAX_LABEL_NAME_BYTES: '3',
      SIDECARS_MAX_LABEL_VALUE_BYTES: '4',
    });
    pushOne(registry, open, pairs({ a: '1', b: '2' }), add(1));
    pushOne(registry, open, pairs({ long: '1' }), add(1));
    pushOne(registry, open, pairs({ a: '12345' }), add(1));
    pushOne(registry, open, pairs({ abc: '1234' }), add(1));
    const text = registry.text();
    expect(dropsIn(text, 'label_count_limit')).toBe(1);
    expect(dropsIn(text, 'label_length_limit')).toBe(2);
    expect(text).toContain('open_total{abc="1234"} 1\n');
  });

  it('of samples and of bytes in a push', () => {
    const sample = { family: 0, labels: values(), change: set(1) };
    const samples = fresh({ SIDECARS_MAX_PUSH_SAMPLES: '2' });
    samples.push([gauge], [sample, sample, sample]);
    expect(dropsIn(samples.text(), 'push_samples_limit')).toBe(1);
    const bytes = fresh({ SIDECARS_MAX_PUSH_BYTES: '1' });
    bytes.push([gauge], [sample, sample, sample]);
    expect(dropsIn(bytes.text(), 'push_bytes_limit')).toBe(3);
  });

  it('of samples in a push takes the exemplars of those that are over it along', () => {
    const registry = fresh({ SIDECARS_MAX_PUSH_SAMPLES: '1' });
    const samples = [0, 7].map((index) => ({ family: index, labels: pairs({}), change: add(1) }));
    registry.push([open], samples, { exemplars: [0, 1].map(exemplar) });
    const text = registry.text({ format: 'openmetrics' });
    expect(text).toContain('open_total 1 # {trace_id="0"} 1 ');
    expect(dropsIn(text, 'push_samples_limit')).toBe(1);
    expect(text).toContain('sidecars_registry_dropped_exemplars_total 0\n');
  });

  it('of bytes in a push is one of exemplars too', () => {
    const store = new MemoryStore();
    const registry = fresh({ SIDECARS_MAX_PUSH_BYTES: '1000' }, store);
    const samples = [{ family: 0, labels: pairs({ a: 'x'.repeat(300) }), change: add(1) }];
    registry.push([open], samples, { exemplars: new Array(500).fill(exemplar(0)) });
    expect(store.get(store.keysOf('log')[0]!)!.length).toBeLessThan(1500);
    const text = registry.text({ format: 'openmetrics' });
    const dropped = Number(/^sidecars_registry_dropped_exemplars_total (.*)$/m.exec(text)![1]);
    expect(dropped).toBeGreaterThan(490);
    expect(text).toContain('# {trace_id="0"}');
    expect(registry.text()).toContain('} 1\n');
  });

  it('of the exposition is one of exemplars too', () => {
    const registry = fresh({ SIDECARS_MAX_EXPOSITION_BYTES: '400' });
    for (const a of ['x', 'y', 'z']) {
      registry.push([open], [{ family: 0, labels: pairs({ a }), change: add(1) }], { exemplars: [exemplar(0)] });
    }
    const text = registry.text({ format: 'openmetrics' });
    expect(text.match(/^open_total.*$/gm)).toHaveLength(3);
    expect(text.match(/^open_total.* # /gm)).toHaveLength(1);
    expect(text).toContain('sidecars_registry_dropped_exemplars_total 2\n');
  });

  it.each([
    ['SIDECARS_MAX_METRIC_NAME_BYTES', family('gauge', 'long', []), 'the name has 4 bytes, at most 3 are taken'],
    ['SIDECARS_MAX_HELP_BYTES', family('gauge', 'g', [], { help: 'long' }), 'the help has 4 bytes'],
    ['SIDECARS_MAX_LABEL_NAME_BYTES', family('gauge', 'g', ['long']), 'the label name "long" has 4 bytes'],
    ['SIDECARS_MAX_LABELS', family('gauge', 'g', ['a', 'b', 'c', 'd']), 'the label list has 4 names'],
    [
      'SIDECARS_MAX_BUCKETS',
      family('histogram', 'h', [], { buckets: Float64Array.of(1, 2, 3, 4) }),
      'the bucket list has 4 bounds',
    ],
  ])('of a definition, %s, is named by the error', (variable, of, expected) => {
    const error = errorOf(() => fresh({ [variable]: '3' }).push([of], []));
    expect(error).toContain(expected);
    expect(error).toContain(`shorten it, or raise ${variable}`);
  });

  it('of families in a push is named by the error', () => {
    const error = errorOf(() => fresh({ SIDECARS_MAX_PUSH_FAMILIES: '1' }).push([gauge, open], []));
    expect(error).toContain('the push has 2 families, at most 1 are taken');
    expect(error).toContain('raise SIDECARS_MAX_PUSH_FAMILIES');
  });

  it('of the entries that one fold merges', () => {
    const registry = fresh({ SIDECARS_MAX_FOLD_ENTRIES: '2' });
    for (let i = 0; i < 5; i++) hit(registry);
    expect(registry.fold()).toEqual({ merged: 2, remaining: 3 });
    expect(hitsIn(registry.text())).toBe(5);
  });

  it('of the bytes that one fold merges', () => {
    const registry = fresh({ SIDECARS_MAX_FOLD_BYTES: '1' });
    for (let i = 0; i < 600; i++) hit(registry);
    expect(registry.fold()).toEqual({ merged: 512, remaining: 88 });
  });

  it('of the entries in quarantine', () => {
    const store = new MemoryStore();
    for (let i = 0; i < 3; i++) store.set(`sidecars:3:log:${String(i).padStart(32, '0')}`, new Uint8Array(3));
    fresh({ SIDECARS_MAX_QUARANTINED_ENTRIES: '1' }, store).fold();
    expect(store.keysOf('bad')).toHaveLength(1);
    expect(fresh({}, store).text()).toContain('\nsidecars_registry_quarantined_entries 1\n');
  });

  it('of pushes until one is told to fold', () => {
    const registry = instantiate({
      store: new MemoryStore(),
      environment: { SIDECARS_PUSHES_PER_FOLD: '10' },
      random: () => 130n,
    });
    expect(registry.push([], [])).toEqual({ foldDue: true });
  });
});

describe('a bound that cannot be read', () => {
  it.each(['', '7'])('"%s" can', (text) => {
    expect(errorOf(() => fresh({ SIDECARS_MAX_LABELS: text }).text())).toBe('no error');
  });

  it.each(['0', '-1', '1e5', '20 000', '1000000001', '99999999999999999999', 'ten'])(
    '"%s" keeps its default for pushes, which lose nothing, and a scrape says what is wrong',
    (text) => {
      const store = new MemoryStore();
      const registry = fresh({ SIDECARS_MAX_SERIES: text }, store);
      hit(registry);
      expect(errorOf(() => registry.text())).toBe(
        `store: environment variable SIDECARS_MAX_SERIES is "${text}", a whole number from 1 to 1000000000 expected: correct it in spin.toml`,
      );
      expect(hitsIn(fresh({}, store).text())).toBe(1);
    },
  );
});

describe('the prefix of the keys', () => {
  it('parts two registries in one store', () => {
    const store = new MemoryStore();
    const [a, b] = ['one', 'two'].map((prefix) => fresh({ SIDECARS_KEY_PREFIX: prefix }, store)) as [
      Instance,
      Instance,
    ];
    hit(a, 1);
    hit(b, 2);
    expect(hitsIn(a.text())).toBe(1);
    expect(hitsIn(b.text())).toBe(2);
    expect(store.keys.every((key) => /^(one|two):3:/.test(key))).toBe(true);
  });

  it.each(['a b', 'ä', 'x'.repeat(65)])('must be printable ASCII of at most 64 characters: "%s"', (prefix) => {
    expect(errorOf(() => hit(fresh({ SIDECARS_KEY_PREFIX: prefix })))).toContain(
      `environment variable SIDECARS_KEY_PREFIX is "${prefix}", at most 64 printable ASCII characters expected`,
    );
  });
});

describe('a drop', () => {
  it('is told to people by the fold that counts it, with the metric and what to do', () => {
    const registry = fresh({ SIDECARS_MAX_FAMILY_SERIES: '1' });
    for (const a of ['x', 'y', 'z']) pushOne(registry, open, pairs({ a }), add(1));
    registry.fold();
    expect(registry.stderr).toEqual([
      'spin-sidecars registry: 2 samples were dropped (family_series_limit), the last one of metric "open_total": use labels with fewer values, or raise SIDECARS_MAX_FAMILY_SERIES',
    ]);
    registry.text();
    expect(registry.stderr).toHaveLength(1);
  });

  it('is counted for every sample of a push that breaks a rule', () => {
    const registry = fresh({});
    const histogram = family('histogram', 'h', []);
    const wrong = { family: 0, labels: values(), change: observe(Number.NaN) };
    expect(errorOf(() => registry.push([histogram], [wrong, wrong]))).toContain('invalid');
    const text = registry.text();
    expect(dropsIn(text, 'invalid')).toBe(2);
    expect(text).toContain('\nsidecars_registry_pushes_total 0\n');
  });
});
