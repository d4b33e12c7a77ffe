// The protobuf exposition, read by a library, says what the text says.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseExposition } from '../../support/exposition.ts';
import { add, family, merge, observe, pairs, pushOne, set, values } from './support/batches.ts';
import { hostileText, wellFormed } from './support/hostile.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Metric, readFamilies } from './support/protobuf.ts';
import { everything, type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const fresh = () => instantiate({ store: new MemoryStore() });
const familiesOf = (registry: Instance, more = {}) =>
  readFamilies(registry.expose({ ...everything, format: 'protobuf', ...more }).content);

describe('the protobuf exposition', () => {
  it('has name, help, type, unit and value of every kind', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'a_total', ['x']), values('say "hi"\\\n🦊'), add(1.5));
    pushOne(registry, family('gauge', 'b_bytes', [], { unit: 'bytes' }), values(), set(-2));
    pushOne(registry, family('histogram', 'c', ['x'], { buckets: Float64Array.of(1) }), values('y'), merge([1, 2], 7));
    const own = familiesOf(registry, { families: ['a_total', 'b_bytes', 'c'] });
    expect(own).toMatchObject([
      { name: 'a_total', help: 'Help of a_total.', type: 'counter', unit: '' },
      { name: 'b_bytes', type: 'gauge', unit: 'bytes', metrics: [{ labels: {}, gauge: -2 }] },
      { name: 'c', type: 'histogram' },
    ]);
    expect(own[0]!.metrics).toEqual([{ labels: { x: 'say "hi"\\\n🦊' }, counter: 1.5 }]);
    expect(own[2]!.metrics[0]).toMatchObject({
      labels: { x: 'y' },
      histogram: {
        count: 3,
        sum: 7,
        buckets: [
          { count: 1, bound: 1 },
          { count: 3, bound: Number.POSITIVE_INFINITY },
        ],
      },
    });
  });

  it('has the registry’s own metrics too', () => {
    const names = familiesOf(fresh()).map(({ name }) => name);
    const shown = [
      ...fresh()
        .text()
        .matchAll(/^# TYPE (\S+)/gm),
    ].map(([, name]) => name);
    expect(names).toEqual(shown);
  });

  it('makes names plain for who does not ask for UTF-8', () => {
    const registry = fresh();
    pushOne(registry, family('gauge', 'käse.größe'), pairs({ 'a.b': 'x' }), set(1));
    const only = { families: ['käse.größe'] };
    expect(familiesOf(registry, only)).toMatchObject([{ name: 'k_se_gr__e', metrics: [{ labels: { a_b: 'x' } }] }]);
    expect(familiesOf(registry, { ...only, escaping: 'allow-utf8' })).toMatchObject([
      { name: 'käse.größe', metrics: [{ labels: { 'a.b': 'x' } }] },
    ]);
  });

  it('agrees with the text, value for value, whatever the labels hold', () => {
    const sample = fc.record({
      label: hostileText.map(wellFormed),
      count: fc.double({ min: 0, max: 1e9, noNaN: true }),
      seconds: fc.double(),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 10 }), (samples) => {
        const registry = fresh();
        for (const { label, count, seconds } of samples) {
          pushOne(registry, family('counter', 'a_total', ['x']), values(label), add(count));
          if (Number.isFinite(seconds))
            pushOne(registry, family('histogram', 'h', ['x']), values(label), observe(seconds));
        }
        const lines = parseExposition(registry.text());
        const families = familiesOf(registry);
        const byLabel = (name: string) =>
          new Map(
            families.find((each) => each.name === name)?.metrics.map((metric) => [metric.labels.x ?? '', metric]),
          );
        const counters = byLabel('a_total');
        expect(new Set(counters.keys())).toEqual(new Set(samples.map(({ label }) => label)));
        for (const [label, { counter }] of counters) expect(lines.get(`a_total${braces(label)}`)).toBe(counter);
        for (const [label, { histogram }] of byLabel('h') as Map<string, Metric>) {
          expect(lines.get(`h_sum${braces(label)}`)).toBe(histogram!.sum);
          expect(lines.get(`h_count${braces(label)}`)).toBe(histogram!.count);
        }
      }),
      {
        numRuns: 60,
        // A sum that overflows is +Inf in the text.
        examples: [
          [
            [
              { label: '', count: 0, seconds: Number.MAX_VALUE },
              { label: '', count: 0, seconds: Number.MAX_VALUE },
            ],
          ],
        ],
      },
    );
  });
});

const braces = (value: string) =>
  value === '' ? '' : `{x="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"}`;
