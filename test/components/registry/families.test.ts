// What becomes of families and series over time: another definition, names that clash, series that nobody pushes.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, family, observe, pairs, pushOne, set, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

/** A registry whose clock stands still until it is moved. */
function clocked(environment: Record<string, string> = {}) {
  let nanoseconds = 1_700_000_000_000_000_000n;
  const registry = instantiate({ store: new MemoryStore(), environment, now: () => nanoseconds++ });
  const wait = (seconds: number) => {
    nanoseconds += BigInt(seconds) * 1_000_000_000n;
  };
  return { registry, wait };
}

const numberOf = (text: string, name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
const drops = (text: string) => numberOf(text, 'sidecars_dropped_samples_total\\{reason="definition_conflict"\\}');

describe('a redefinition', () => {
  const h = (...bounds: number[]) => family('histogram', 'h', [], { buckets: Float64Array.from(bounds) });

  it('is dropped as long as the old definition is pushed, and replaces it after a minute of silence', () => {
    const { registry, wait } = clocked();
    pushOne(registry, h(1, 2), values(), observe(1));
    wait(59);
    pushOne(registry, h(1, 2), values(), observe(1));
    wait(59);
    pushOne(registry, h(5), values(), observe(1));
    const before = registry.text();
    expect(numberOf(before, 'h_count')).toBe(2);
    expect(drops(before)).toBe(1);
    wait(2);
    pushOne(registry, h(5), values(), observe(1));
    const after = registry.text();
    expect(after).toContain('h_bucket{le="5"} 1\nh_bucket{le="+Inf"} 1\n');
    expect(numberOf(after, 'h_count')).toBe(1);
    expect(drops(after)).toBe(1);
    expect(numberOf(after, 'sidecars_registry_replaced_families_total')).toBe(1);
    expect(numberOf(after, 'sidecars_registry_series')).toBe(1);
    expect(registry.stderr.at(-1)).toContain('1 metrics began from zero');
  });

  it('goes on as the new one: the old definition is the one that conflicts now', () => {
    const { registry, wait } = clocked();
    pushOne(registry, family('counter', 'x_total', ['a']), values('v'), add(1));
    wait(61);
    pushOne(registry, family('counter', 'x_total', ['a', 'b']), values('v', 'w'), add(5));
    pushOne(registry, family('counter', 'x_total', ['a']), values('v'), add(1));
    pushOne(registry, family('counter', 'x_total', ['a', 'b']), values('v', 'w'), add(5));
    const text = registry.text();
    expect(text).toContain('x_total{a="v",b="w"} 10\n');
    expect(text.match(/^x_total\{/gm)).toHaveLength(1);
    expect(drops(text)).toBe(1);
  });

  it('of another kind is refused for good', () => {
    const { registry, wait } = clocked();
    pushOne(registry, family('counter', 'x_total', []), values(), add(1));
    wait(100_000);
    pushOne(registry, family('gauge', 'x_total', []), values(), set(7));
    const text = registry.text();
    expect(numberOf(text, 'x_total')).toBe(1);
    expect(drops(text)).toBe(1);
  });

  it('survives a fold in between', () => {
    const { registry, wait } = clocked();
    pushOne(registry, h(1, 2), values(), observe(1));
    registry.fold();
    wait(61);
    pushOne(registry, h(5), values(), observe(1));
    registry.fold();
    pushOne(registry, h(5), values(), observe(1));
    expect(numberOf(registry.text(), 'h_count')).toBe(2);
  });
});

describe('names that the exposition would have twice', () => {
  const { histogram, others } = {
    histogram: family('histogram', 'x', []),
    others: ['x_bucket', 'x_sum', 'x_count'].map((name) => family('counter', name, [])),
  };

  it.each(others)('$name beside the histogram x: whoever comes second is dropped', (counter) => {
    for (const order of [
      [histogram, counter],
      [counter, histogram],
    ] as const) {
      const { registry } = clocked();
      for (const of of order) pushOne(registry, of, values(), of === histogram ? observe(1) : add(3));
      const text = registry.text();
      expect(drops(text)).toBe(1);
      expect(text.match(new RegExp(`^${counter.name} `, 'gm'))?.length ?? 0).toBeLessThanOrEqual(1);
      expect(text.includes('# TYPE x histogram')).toBe(order[0] === histogram);
    }
  });

  it('a gauge x beside a counter x_count is none', () => {
    const { registry } = clocked();
    pushOne(registry, family('gauge', 'x', []), values(), set(1));
    pushOne(registry, family('counter', 'x_count', []), values(), add(3));
    expect(drops(registry.text())).toBe(0);
  });

  it('names in UTF-8 that look the same to an old scraper', () => {
    const { registry } = clocked();
    for (const name of ['a.b', 'a_b', 'a·b']) pushOne(registry, family('gauge', name, []), values(), set(1));
    const text = registry.text();
    expect(text.match(/^a_b 1$/gm)).toHaveLength(1);
    expect(drops(text)).toBe(2);
  });
});

describe('names in UTF-8', () => {
  it('are taken, and made plain for scrapers that ask for text 0.0.4', () => {
    const { registry } = clocked();
    const hits = family('counter', 'käse.hits', ['straße', 'plain', '1st']);
    pushOne(registry, hits, values('"a",="b\\', 'x,"y"=', '🦊'), add(1));
    const open = family('histogram', 'öl', undefined, { buckets: Float64Array.of(1) });
    pushOne(registry, open, pairs({ 'a"\\b\n': 'v' }), observe(1));
    pushOne(registry, open, pairs({ c: 'w' }), observe(1));
    const text = registry.text();
    expect(text).toContain(
      '# TYPE k_se_hits counter\nk_se_hits{_st="🦊",plain="x,\\"y\\"=",stra_e="\\"a\\",=\\"b\\\\"} 1\n',
    );
    expect(text).toContain('_l_bucket{a__b_="v",le="1"} 1\n');
    expect(text).toContain('_l_bucket{c="w",le="1"} 1\n');
    expect(text).toContain('_l_sum{a__b_="v"} 1\n');
  });

  it('keep their series apart from one fold to the next', () => {
    const { registry } = clocked();
    const open = family('counter', 'o.p');
    for (let i = 0; i < 3; i++) {
      pushOne(registry, open, pairs({ 'x.y': '1' }), add(1));
      pushOne(registry, open, pairs({ z: '1' }), add(10));
      registry.fold();
    }
    const text = registry.text();
    expect(text).toContain('o_p{x_y="1"} 3\n');
    expect(text).toContain('o_p{z="1"} 30\n');
  });
});

describe('series that nobody pushes', () => {
  const open = family('counter', 'open_total');

  it('stay for ever by default', () => {
    const { registry, wait } = clocked();
    pushOne(registry, open, pairs({ a: 'x' }), add(1));
    registry.fold();
    wait(1_000_000_000);
    pushOne(registry, open, pairs({ a: 'y' }), add(1));
    expect(registry.text()).toContain('open_total{a="x"} 1\n');
  });

  it('expire after SIDECARS_SERIES_TTL_SECONDS, without a change to those that live', () => {
    const { registry, wait } = clocked({ SIDECARS_SERIES_TTL_SECONDS: '100' });
    pushOne(registry, open, pairs({ a: 'dead' }), add(1));
    pushOne(registry, open, pairs({ a: 'live' }), add(1));
    for (let i = 0; i < 5; i++) {
      wait(60);
      pushOne(registry, open, pairs({ a: 'live' }), add(0.1));
      registry.text();
    }
    const text = registry.text();
    expect(text).not.toContain('dead');
    expect(numberOf(text, 'open_total\\{a="live"\\}')).toBe(1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1);
    expect(numberOf(text, 'sidecars_registry_expired_series_total')).toBe(1);
    expect(numberOf(text, 'sidecars_registry_series')).toBe(1);
  });

  it('expire without any push, and the family goes with its last series', () => {
    const { registry, wait } = clocked({ SIDECARS_SERIES_TTL_SECONDS: '100' });
    pushOne(registry, open, pairs({ a: 'x' }), add(1));
    expect(registry.text()).toContain('open_total{a="x"} 1\n');
    wait(101);
    const text = registry.text();
    expect(text).not.toContain('open_total');
    expect(numberOf(text, 'sidecars_registry_families')).toBe(0);
    expect(registry.text()).toBe(text);
  });

  it('make room under the bounds', () => {
    const { registry, wait } = clocked({ SIDECARS_SERIES_TTL_SECONDS: '100', SIDECARS_MAX_FAMILY_SERIES: '1' });
    pushOne(registry, open, pairs({ a: 'x' }), add(1));
    wait(101);
    registry.fold();
    pushOne(registry, open, pairs({ a: 'y' }), add(2));
    expect(registry.text()).toContain('open_total{a="y"} 2\n');
  });

  it('without labels live as long as their definition is pushed', () => {
    const { registry, wait } = clocked({ SIDECARS_SERIES_TTL_SECONDS: '100' });
    const plain = family('counter', 'plain_total', []);
    pushOne(registry, plain, values(), add(5));
    for (let i = 0; i < 3; i++) {
      wait(60);
      registry.push([plain], []);
      registry.fold();
    }
    expect(numberOf(registry.text(), 'plain_total')).toBe(5);
  });

  it('come back from zero', () => {
    const { registry, wait } = clocked({ SIDECARS_SERIES_TTL_SECONDS: '100' });
    pushOne(registry, open, pairs({ a: 'x' }), add(5));
    registry.fold();
    wait(101);
    registry.fold();
    pushOne(registry, open, pairs({ a: 'x' }), add(1));
    expect(registry.text()).toContain('open_total{a="x"} 1\n');
  });
});
