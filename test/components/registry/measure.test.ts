// What the registry says that it takes in the store, against what is there.
import { expect, it } from 'vitest';
import { add, family, pushOne, values } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';

describeEngines((engine) => {
  it('is nothing for an empty store, which stays empty', () => {
    const store = engine.newStore();
    expect(engine.over(store).profiles.measure()).toEqual([]);
    expect(store.keys).toEqual([]);
  });

  it('is every byte of every key, by part, family and component', () => {
    const store = engine.newStore();
    const registry = engine.over(store);
    const request = { method: 'GET', route: '/', status: 200, durationSeconds: 1, requestBytes: 0, responseBytes: 1 };
    for (const component of ['one', 'two']) {
      registry.push([], [], { requests: [{ ...request, component, exemplar: [] }] });
    }
    pushOne(registry, family('counter', 'orders_total', ['kind']), values('a'), add(1));
    registry.text();
    registry.fold();
    registry.push([], [], { requests: [{ ...request, component: 'three', exemplar: [] }] });
    registry.profiles.keep(1n, 60);
    const usages = registry.profiles.measure();
    const bytes = store.keys.reduce((sum, key) => sum + key.length + store.get(key)!.length, 0);
    expect(Number(usages.reduce((sum, usage) => sum + usage.bytes, 0n))).toBe(bytes);
    const series = usages.filter(({ part }) => part === 'series');
    expect(series).toContainEqual(
      expect.objectContaining({ family: 'http_requests_total', component: 'one', entries: 1n }),
    );
    expect(series).toContainEqual(
      expect.objectContaining({ family: 'http_requests_total', component: 'two', entries: 1n }),
    );
    expect(series).toContainEqual(expect.objectContaining({ family: 'orders_total', component: '', entries: 1n }));
    const parts = usages.filter(({ part }) => part !== 'series').map(({ part, entries }) => `${part} ${entries}`);
    expect(parts).toEqual(['snapshot 2', 'log 1', 'profiles 1']);
  });
});
