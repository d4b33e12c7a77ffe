// What only the registry on Redis has to face; everything else it shares is in ../registry.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registryRedis } from '../../../scripts/build/components.ts';
import { describeWith } from '../../support/programs.ts';
import { type Redis, startRedis } from '../../support/redis.ts';
import { RedisCommands } from '../../support/redis-commands.ts';
import { errorOf, hit, hitsIn } from '../registry/support/batches.ts';
import { RedisDatabases, redisEnvironment } from '../registry/support/redis-store.ts';
import { type Instance, loadRegistry, type Options } from '../registry/support/registry.ts';

describeWith(['redis-server'], 'the registry on Redis', () => {
  let redis: Redis;
  let commands: RedisCommands;
  let databases: RedisDatabases;
  let load: (options: Options) => Instance;

  beforeAll(async () => {
    load = await loadRegistry(registryRedis);
    redis = await startRedis();
    commands = new RedisCommands(redis.url);
    databases = new RedisDatabases(commands);
  });

  afterAll(async () => {
    await commands.close();
    await redis.stop();
  });

  it('takes a root of another type for an error, and leaves it', () => {
    const store = databases.store();
    store.run('RPUSH', 'sidecars:1:root', 'theirs');
    const registry = load({ store, environment: redisEnvironment });
    hit(registry);
    expect(errorOf(() => registry.fold())).toMatch(/^store: the snapshot's root \(key sidecars:1:root\): .*WRONGTYPE/);
    expect(store.run('LLEN', 'sidecars:1:root')).toBe(1);
    expect(store.keysOf('log')).toHaveLength(1);
  });

  it('takes a log key of another type for one that is gone, and counts the others', () => {
    const store = databases.store();
    const registry = load({ store, environment: redisEnvironment });
    store.run('RPUSH', `sidecars:1:log:${'0'.repeat(32)}`, 'theirs');
    hit(registry);
    expect(hitsIn(registry.text())).toBe(1);
    expect(store.run('LLEN', `sidecars:1:log:${'0'.repeat(32)}`)).toBe(1);
  });

  it('finds its keys when the prefix has characters that mean something in a pattern', () => {
    const store = databases.store();
    const over = (prefix: string) => load({ store, environment: { ...redisEnvironment, SIDECARS_KEY_PREFIX: prefix } });
    const prefixes = ['a*', 'a[b]', 'a?', 'a\\', 'ab', 'a'];
    prefixes.forEach((prefix, at) => {
      hit(over(prefix), at + 1);
    });
    expect(prefixes.map((prefix) => hitsIn(over(prefix).text()))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('closes its connection after a fold and after a scrape, also when they fail', () => {
    const store = databases.store();
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
    const registry = load({
      store,
      storeImports: { ...storeImports, 'fermyon:spin/redis': { Connection: Counted } },
      environment: redisEnvironment,
    });
    hit(registry);
    registry.fold();
    registry.text();
    store.run('SET', 'sidecars:1:root', 'short');
    expect(errorOf(() => registry.fold())).toContain('it has 5 bytes');
    expect(errorOf(() => registry.text())).toContain('it has 5 bytes');
    expect(open).toBe(0);
  });

  it('says which variable is missing, and only to those who fold or scrape', () => {
    const registry = load({ store: databases.store() });
    hit(registry);
    for (const call of [() => registry.fold(), () => registry.text()]) {
      expect(errorOf(call)).toContain('environment variable SIDECARS_REDIS_URL is missing');
    }
  });
});
