// What only the registry on Redis has to face; everything else it shares is in ../registry.
import { expect, it } from 'vitest';
import { describeWith } from '../../support/programs.ts';
import { errorOf, hit, hitsIn } from '../registry/support/batches.ts';
import { redisEngine } from '../registry/support/engines.ts';
import type { RedisStore } from '../registry/support/redis-store.ts';

describeWith(['redis-server'], 'the registry on Redis', () => {
  const engine = redisEngine();
  const newStore = () => engine.newStore() as RedisStore;
  const { over } = engine;

  it('takes a root of another type for an error, and leaves it', () => {
    const store = newStore();
    store.run('RPUSH', 'sidecars:3:root', 'theirs');
    const registry = over(store);
    hit(registry);
    expect(errorOf(() => registry.fold())).toMatch(/^store: the snapshot's root \(key sidecars:3:root\): .*WRONGTYPE/);
    expect(store.run('LLEN', 'sidecars:3:root')).toBe(1);
    expect(store.keysOf('log')).toHaveLength(1);
  });

  it('takes a log key of another type for one that is gone, and counts the others', () => {
    const store = newStore();
    const registry = over(store);
    store.run('RPUSH', `sidecars:3:log:${'0'.repeat(32)}`, 'theirs');
    hit(registry);
    expect(hitsIn(registry.text())).toBe(1);
    expect(store.run('LLEN', `sidecars:3:log:${'0'.repeat(32)}`)).toBe(1);
  });

  it('finds its keys when the prefix has characters that mean something in a pattern', () => {
    const store = newStore();
    const at = (prefix: string) => over(store, { environment: { SIDECARS_KEY_PREFIX: prefix } });
    const prefixes = ['a*', 'a[b]', 'a?', 'a\\', 'ab', 'a'];
    prefixes.forEach((prefix, index) => {
      hit(at(prefix), index + 1);
    });
    expect(prefixes.map((prefix) => hitsIn(at(prefix).text()))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('closes its connection after a fold and after a scrape, also when they fail', () => {
    const store = newStore();
    let open = 0;
    const storeImports = store.imports();
    const { Connection } = storeImports['fermyon:spin/redis'] as { Connection: { open(): object } };
    class Counted extends (Connection as unknown as new () => object) {
      static open() {
        open++;
        return new Counted();
      }

      [Symbol.dispose]() {
        open--;
      }
    }
    const registry = over(store, {
      storeImports: { ...storeImports, 'fermyon:spin/redis': { Connection: Counted } },
    });
    hit(registry);
    registry.fold();
    registry.text();
    store.run('SET', 'sidecars:3:root', 'short');
    expect(errorOf(() => registry.fold())).toContain('it has 5 bytes');
    expect(errorOf(() => registry.text())).toContain('it has 5 bytes');
    expect(open).toBe(0);
  });

  it('says which variable is missing', () => {
    const registry = over(newStore(), { environment: { SIDECARS_REDIS_URL: '' } });
    for (const call of [() => hit(registry), () => registry.fold(), () => registry.text()]) {
      expect(errorOf(call)).toContain('environment variable SIDECARS_REDIS_URL is missing');
    }
  });

  it('pushes through the key-value store where SIDECARS_STORE asks for it, and opens no connection for that', () => {
    const store = newStore();
    const storeImports = { ...store.imports() };
    const registry = over(store, { storeImports, environment: { SIDECARS_STORE: 'shared' } });
    hit(registry);
    expect(store.steps.map(({ operation, key }) => (operation === 'open' ? `open ${key}` : operation))).toEqual([
      'open shared',
      'set',
    ]);
    expect(hitsIn(registry.text())).toBe(1);
    expect(store.keys.filter((key) => key.includes(':probe:'))).toEqual([]);
  });
});
