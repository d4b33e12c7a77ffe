// Every variant of the interface through the raw component ABI, with values that a wrong offset would show.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, merge, observe, pairs, set, values } from './support/batches.ts';
import { keyValueImports } from './support/key-value-store.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';
import { WitError } from './support/test-store.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

describe('the arguments of push', () => {
  it('arrive whole: every kind, both forms of labels, every change, several of each', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const families = [
      family('counter', 'c_seconds_total', ['b', 'a'], { help: 'Counter', unit: 'seconds' }),
      family('gauge', 'g_bytes', undefined, { help: 'Gauge', unit: 'bytes' }),
      family('histogram', 'h', ['x'], { help: 'Histogram', buckets: Float64Array.of(-1, 0.5, 2e10) }),
      family('counter', 'd_total', [], { help: 'Last' }),
    ];
    const receipt = registry.push(families, [
      { family: 0, labels: values('bee', 'ay'), change: add(0.125) },
      { family: 1, labels: pairs({ z: 'zed', y: 'why' }), change: set(-7) },
      { family: 2, labels: values('ex'), change: observe(-2, 0.25, 1) },
      { family: 2, labels: values('ex'), change: merge([1, 0, 2, 4], 1000.5) },
      { family: 1, labels: pairs({ y: 'why', z: 'zed' }), change: add(3) },
      { family: 0, labels: values('bee', 'ay'), change: add(1) },
      { family: 3, labels: values(), change: add(9007199254740991) },
    ]);
    expect(receipt).toEqual({ foldDue: false });
    expect(registry.text().split('# HELP sidecars_')[0]).toMatchInlineSnapshot(`
      "# HELP c_seconds_total Counter
      # TYPE c_seconds_total counter
      c_seconds_total{a="ay",b="bee"} 1.125
      # HELP d_total Last
      # TYPE d_total counter
      d_total 9007199254740991
      # HELP g_bytes Gauge
      # TYPE g_bytes gauge
      g_bytes{y="why",z="zed"} -4
      # HELP h Histogram
      # TYPE h histogram
      h_bucket{x="ex",le="-1"} 2
      h_bucket{x="ex",le="0.5"} 3
      h_bucket{x="ex",le="20000000000"} 6
      h_bucket{x="ex",le="+Inf"} 10
      h_sum{x="ex"} 999.75
      h_count{x="ex"} 10
      "
    `);
  });

  it('may be empty lists', () => {
    const store = new MemoryStore();
    expect(instantiate({ store }).push([], [])).toEqual({ foldDue: false });
    expect(store.keysOf('log')).toHaveLength(1);
  });
});

describe('the results', () => {
  it('of fold are the two counts', () => {
    const registry = instantiate({ store: new MemoryStore() });
    registry.push([], []);
    registry.push([], []);
    expect(registry.fold()).toEqual({ merged: 2, remaining: 0 });
    expect(registry.fold()).toEqual({ merged: 0, remaining: 0 });
  });

  it('of push say that a fold is due for one random number in 256', () => {
    const store = new MemoryStore();
    const due = (random: bigint) => instantiate({ store, random: () => random }).push([], []).foldDue;
    expect(due(0x1234_5678_9abc_de00n)).toBe(true);
    expect(due(0x1234_5678_9abc_de01n)).toBe(false);
    expect(due(0x1234_5678_9abc_0080n)).toBe(false);
  });

  it('carry each kind of store error as text', () => {
    const store = new MemoryStore();
    const push = (storeImports = store.imports()) => errorOf(() => instantiate({ store, storeImports }).push([], []));
    expect(push(keyValueImports({}))).toMatchInlineSnapshot(
      `"store: key-value store "default" cannot be opened: no such store. Name it in the component's key_value_stores and, unless it is "default", in the runtime configuration; SIDECARS_STORE in the environment chooses it"`,
    );
    store.hook = () => {
      throw new WitError({ tag: 'access-denied' });
    };
    expect(push()).toMatch(/^store: key-value store "default" cannot be opened: access denied/);
    store.hook = ({ operation }) => {
      if (operation === 'set') throw store.failure('set', 'disk full 🦊');
    };
    expect(push()).toBe('store: the log entry could not be written: disk full 🦊');
  });
});

describe('the store', () => {
  it('is the one that SIDECARS_STORE names', () => {
    const stores = { default: new MemoryStore(), metrics: new MemoryStore() };
    const storeImports = keyValueImports(stores);
    const registry = instantiate({
      store: stores.metrics,
      storeImports,
      environment: { A: 'b', SIDECARS_STORE: 'metrics', C: 'd' },
    });
    registry.push([], []);
    expect(stores.metrics.keysOf('log')).toHaveLength(1);
    expect(stores.default.keys).toEqual([]);
  });

  it('is opened once for each instance', () => {
    const store = new MemoryStore();
    const registry = instantiate({ store, environment: { SIDECARS_STORE: '' } });
    registry.push([], []);
    registry.push([], []);
    registry.text();
    expect(store.steps.filter((step) => step.operation === 'open')).toEqual([{ operation: 'open', key: 'default' }]);
  });
});

describe('push', () => {
  it('is one write and no read', () => {
    const store = new MemoryStore();
    const registry = instantiate({ store });
    registry.push([], []);
    store.steps.length = 0;
    registry.push([family('counter', 'a_total')], [{ family: 0, labels: pairs({ a: 'b' }), change: add(1) }]);
    expect(store.steps.map((step) => step.operation)).toEqual(['set']);
    expect(store.steps[0]!.key).toMatch(/^sidecars:3:log:[0-9a-f]{32}$/);
  });

  it('suspends once after the write, by the way that fits the host', () => {
    const spin4 = instantiate({ store: new MemoryStore(), isReadyAtOnce: false });
    spin4.push([], []);
    expect(spin4.pollCalls).toEqual(['subscribe 0', 'ready', 'subscribe 0', 'block']);
    const spin3 = instantiate({ store: new MemoryStore(), isReadyAtOnce: true });
    spin3.push([], []);
    expect(spin3.pollCalls).toEqual(['subscribe 0', 'ready', 'subscribe 1', 'block']);
  });
});

describe('a reused instance', () => {
  it('gives its memory back after every call', () => {
    const store = new MemoryStore();
    const registry = instantiate({ store });
    const wide = family('histogram', 'wide', ['a', 'b']);
    const round = (at: number) => {
      for (let i = 0; i < 50; i++) {
        registry.push([wide], [{ family: 0, labels: values(`value ${i}`, '🦊'.repeat(100)), change: observe(i, at) }]);
        expect(
          errorOf(() => registry.push([wide], [{ family: 0, labels: values('one'), change: observe(1) }])),
        ).toContain('invalid');
      }
      registry.fold();
      return registry.text();
    };
    for (let i = 0; i < 5; i++) round(i);
    const before = registry.memoryBytes();
    for (let i = 0; i < 40; i++) round(i);
    expect(registry.memoryBytes()).toBe(before);
    expect(registry.text()).toContain(`wide_count{a="value 7",b="${'🦊'.repeat(100)}"} 90\n`);
  });
});
