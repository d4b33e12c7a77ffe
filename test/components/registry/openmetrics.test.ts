// OpenMetrics, and names in quotes: byte for byte, and before the strict parser of Prometheus' Python client.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PythonClient, pythonClient } from '../../support/python-client.ts';
import { add, family, merge, observe, pairs, pushOne, set, values } from './support/batches.ts';
import { hostileText, wellFormed } from './support/hostile.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const fresh = (now?: () => bigint) => instantiate({ store: new MemoryStore(), ...(now && { now }) });

/** The exposition without the registry's own metrics. */
const foreign = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes('sidecars_'))
    .join('\n');

describe('OpenMetrics', () => {
  it('names counters with and without _total, says units, writes whole bounds with a point, and ends', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'a_seconds_total', ['x'], { unit: 'seconds' }), values('y'), add(1.5));
    pushOne(registry, family('counter', 'hits', []), values(), add(3));
    pushOne(registry, family('gauge', 'b_bytes', [], { unit: 'bytes', help: 'say "hi"\\\n' }), values(), set(2));
    const buckets = Float64Array.of(0.5, 1, 1e21);
    pushOne(registry, family('histogram', 'c', ['x'], { buckets }), values('y'), merge([1, 0, 0, 1], 7.5));
    expect(foreign(registry.text({ format: 'openmetrics' }))).toMatchInlineSnapshot(`
      "# HELP a_seconds Help of a_seconds_total.
      # TYPE a_seconds counter
      # UNIT a_seconds seconds
      a_seconds_total{x="y"} 1.5
      # HELP b_bytes say \\"hi\\"\\\\\\n
      # TYPE b_bytes gauge
      # UNIT b_bytes bytes
      b_bytes 2
      # HELP c Help of c.
      # TYPE c histogram
      c_bucket{x="y",le="0.5"} 1
      c_bucket{x="y",le="1.0"} 1
      c_bucket{x="y",le="1e+21"} 1
      c_bucket{x="y",le="+Inf"} 2
      c_sum{x="y"} 7.5
      c_count{x="y"} 2
      # HELP hits Help of hits.
      # TYPE hits counter
      hits_total 3
      # EOF
      "
    `);
  });

  it('falls back to the type unknown where the name of a counter would be another family’s', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'jobs_total', []), values(), add(1));
    pushOne(registry, family('gauge', 'jobs', []), values(), set(2));
    expect(foreign(registry.text({ format: 'openmetrics' }))).toContain(
      '# TYPE jobs gauge\njobs 2\n# HELP jobs_total Help of jobs_total.\n# TYPE jobs_total unknown\njobs_total 1\n',
    );
  });
});

describe('names in quotes, for those who ask for them', () => {
  it('stand in the braces', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'käse.hits_total', ['a.b']), values('x'), add(1));
    pushOne(registry, family('gauge', 'say "hi"\\', []), values(), set(1));
    const buckets = Float64Array.of(1);
    pushOne(registry, family('histogram', 'öl', undefined, { buckets }), pairs({ z: 'v' }), observe(1));
    expect(foreign(registry.text({ escaping: 'allow-utf8' }))).toMatchInlineSnapshot(`
      "# HELP "käse.hits_total" Help of käse.hits_total.
      # TYPE "käse.hits_total" counter
      {"käse.hits_total","a.b"="x"} 1
      # HELP "say \\"hi\\"\\\\" Help of say "hi"\\\\.
      # TYPE "say \\"hi\\"\\\\" gauge
      {"say \\"hi\\"\\\\"} 1
      # HELP "öl" Help of öl.
      # TYPE "öl" histogram
      {"öl_bucket",z="v",le="1"} 1
      {"öl_bucket",z="v",le="+Inf"} 1
      {"öl_sum",z="v"} 1
      {"öl_count",z="v"} 1
      "
    `);
    expect(registry.text({ escaping: 'allow-utf8', format: 'openmetrics' })).toContain(
      '# TYPE "käse.hits" counter\n{"käse.hits_total","a.b"="x"} 1\n',
    );
  });
});

describe('label names made plain', () => {
  const plainOf = (labels: Record<string, string>) => {
    const registry = fresh();
    pushOne(registry, family('gauge', 'g'), pairs(labels), set(1));
    return /^g(.*) 1$/m.exec(registry.text())![1];
  };

  it('never look like one another, nor like the one that stands for the metric', () => {
    expect(plainOf({ 'a.b': '1', 'a-b': '2', a_b: '3' })).toBe('{a_b_="2",a_b__="1",a_b="3"}');
    expect(plainOf({ 国家: '1', 地区: '2', x: '3' })).toBe('{x="3",__="1",___="2"}');
    expect(plainOf({ '..name..': '1' })).toBe('{__name___="1"}');
    expect(plainOf({ 'a"b': '"\\', 'a\\b': ',a_b="' })).toBe('{a_b="\\"\\\\",a_b_=",a_b=\\""}');
  });
});

describe('families by name', () => {
  it('are the only ones shown, the registry’s own included', () => {
    const registry = fresh();
    for (const name of ['a', 'b', 'c']) pushOne(registry, family('gauge', name, []), values(), set(1));
    const names = (families: string[]) => registry.text({ families }).match(/^# TYPE \S+/gm);
    expect(names(['c', 'a', 'nothing'])).toEqual(['# TYPE a', '# TYPE c']);
    expect(names(['sidecars_registry_series', 'sidecars_registry_pushes_total'])).toEqual([
      '# TYPE sidecars_registry_pushes_total',
      '# TYPE sidecars_registry_series',
    ]);
    expect(registry.text({ families: ['nothing'], format: 'openmetrics' })).toBe('# EOF\n');
  });
});

const debian = pythonClient({ utf8: false });
const current = pythonClient({ utf8: true });

describe.skipIf(debian === undefined)(
  'the strict parser of the Python client (skipped without python3-prometheus-client)',
  () => {
    it('reads all of it, every value as it was', () => {
      const registry = fresh();
      const hostile = 'say "hi"\\\n🦊';
      pushOne(registry, family('counter', 'a_total'), pairs({ a: hostile }), add(0.1));
      pushOne(registry, family('counter', 'plain', []), values(), add(2));
      pushOne(registry, family('gauge', 'depth', []), values(), set(Number.NaN));
      const buckets = Float64Array.of(0.5, 1, 10);
      const duration = family('histogram', 'duration_seconds', ['x'], { unit: 'seconds', buckets });
      pushOne(registry, duration, values('y'), observe(0.2, 5));
      const samples = debian!.read(registry.text({ format: 'openmetrics' }), 'openmetrics');
      expect(samples.find(({ family }) => family === 'a')).toMatchObject({ labels: { a: hostile }, value: 0.1 });
      expect(samples.find(({ name }) => name === 'plain_total')).toMatchObject({ type: 'counter', value: 2 });
      expect(samples.find(({ name }) => name === 'depth')).toMatchObject({ type: 'gauge', value: Number.NaN });
      expect(samples).toContainEqual({
        family: 'duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        name: 'duration_seconds_bucket',
        labels: { x: 'y', le: '1.0' },
        value: 1,
        exemplar: null,
      });
      expect(samples.find(({ name }) => name === 'sidecars_registry_pushes_total')).toMatchObject({ value: 4 });
    });

    it('reads exemplars, whatever their labels hold', () => {
      const registry = fresh(() => 1_700_000_000_250_000_000n);
      // this parser takes any } for the end of an exemplar's labels, in quotes or not
      const texts = fc.sample(hostileText, { numRuns: 100, seed: 4711 }).map((text) => text.replaceAll('}', ''));
      const histogram = family('histogram', 'h', ['x'], { buckets: Float64Array.of(1, 2) });
      for (const [index, text] of texts.entries()) {
        const labels = values(String(index));
        const exemplars = [0, 1].map((sample) => ({ sample, labels: traceOf(text), value: 1.5 }));
        const samples = [
          { family: 0, labels, change: add(1.5) },
          { family: 1, labels, change: observe(1.5) },
        ];
        registry.push([family('counter', 'c_total', ['x']), histogram], samples, { exemplars });
      }
      const found = debian!
        .read(registry.text({ format: 'openmetrics' }), 'openmetrics')
        .filter(({ exemplar }) => exemplar !== null);
      const expected = texts.map((text) => {
        const labels = text === '' ? {} : { trace_id: wellFormed(text) };
        return { labels, value: 1.5, time: 1_700_000_000.25 };
      });
      for (const name of ['c_total', 'h_bucket']) {
        const own = found.filter((sample) => sample.name === name);
        expect(own.every(({ labels }) => labels.le === undefined || labels.le === '2.0')).toBe(true);
        const shown = new Map(own.map(({ labels, exemplar }) => [Number(labels.x), exemplar]));
        expect(texts.map((_, index) => shown.get(index))).toEqual(expected);
      }
    });

    it('reads label values as they were pushed, in both formats', () => {
      const { registry, expected } = hostileGauges(false);
      const shown = (format: 'text' | 'openmetrics') => shownBy(debian!, registry.text({ format }), format);
      expect(shown('text')).toEqual(expected);
      expect(shown('openmetrics')).toEqual(expected);
    });

    it('reads as many labels as were pushed when it needs plain names', () => {
      const registry = fresh();
      const label = hostileText.filter((text) => !/^(__|le$|quantile$|$)/.test(text)).map(wellFormed);
      const all = fc.sample(fc.uniqueArray(label, { minLength: 1, maxLength: 5 }), { numRuns: 300, seed: 4711 });
      for (const [index, names] of all.entries()) {
        const labels = Object.fromEntries(names.map((each) => [each, 'x']));
        pushOne(registry, family('gauge', 'g'), pairs({ ...labels, index: String(index) }), set(names.length));
      }
      for (const format of ['text', 'openmetrics'] as const) {
        const found = debian!.read(registry.text({ format }), format).filter(({ name }) => name === 'g');
        expect(found).toHaveLength(all.length);
        for (const { labels, value } of found) expect(Object.keys(labels)).toHaveLength(value + 1);
      }
    });
  },
);

describe.skipIf(current === undefined)(
  'a current Python client (skipped without build/python: python3 -m venv build/python, see .ci/run)',
  () => {
    it('reads names and label values as they were pushed, in both formats', () => {
      const { registry, expected } = hostileGauges(true);
      const shown = (format: 'text' | 'openmetrics') =>
        shownBy(current!, registry.text({ format, escaping: 'allow-utf8' }), format);
      expect(shown('text')).toEqual(expected);
      expect(shown('openmetrics')).toEqual(expected);
    });
  },
);

const traceOf = (text: string): [string, string][] => [['trace_id', text]];

/** Sets one gauge after the other, and what should be there: name, label name and label value -> number. */
function hostileGauges(hasHostileNames: boolean) {
  const registry = fresh();
  const expected = new Map<string, number>();
  const all = fc.sample(fc.tuple(hostileText, hostileText, hostileText), { numRuns: 300, seed: 4711 });
  for (const [index, [nameText, labelText, value]] of all.entries()) {
    // made plain, two names may not look the same
    const metric = hasHostileNames ? `n${index}${nameText}` : 'g';
    const label = hasHostileNames ? `l${labelText}` : 'l';
    pushOne(registry, family('gauge', metric), pairs({ [label]: value }), set(index));
    const labels = value === '' ? {} : { [wellFormed(label)]: wellFormed(value) };
    expected.set(JSON.stringify([wellFormed(metric), labels]), index);
  }
  return { registry, expected };
}

function shownBy(client: PythonClient, text: string, format: 'text' | 'openmetrics'): Map<string, number> {
  const own = client.read(text, format).filter(({ name }) => !name.startsWith('sidecars_'));
  return new Map(own.map(({ name, labels, value }) => [JSON.stringify([name, labels]), value]));
}
