// Node, tests. The engines that the shared tests run on: each is a component and a kind of store.
import { afterAll, beforeAll, describe } from 'vitest';
import { registry, registryRedis } from '../../../../scripts/build/components.ts';
import { describeWith } from '../../../support/programs.ts';
import { type Redis, startRedis } from '../../../support/redis.ts';
import { RedisCommands } from '../../../support/redis-commands.ts';
import { MemoryStore } from './memory-store.ts';
import { RedisDatabases, redisEnvironment } from './redis-store.ts';
import { type Instance, loadRegistry, type Options } from './registry.ts';
import { SqliteFile } from './sqlite-file-store.ts';
import type { TestStore } from './test-store.ts';

export interface Engine {
  name: 'memory' | 'SQLite file' | 'Redis';
  /** An empty store. */
  newStore(): TestStore;
  /** A fresh instance of the component on it. */
  over(store: TestStore, more?: Omit<Options, 'store'>): Instance;
}

/** Describes the same behaviour of every engine. Call `newStore` and `over` in tests only. */
export function describeEngines(body: (engine: Engine) => void): void {
  describe('memory', () => body(keyValueEngine('memory', () => new MemoryStore())));
  describe('SQLite file', () => {
    const file = new SqliteFile();
    afterAll(() => file.remove());
    body(keyValueEngine('SQLite file', () => file.store()));
  });
  describeWith(['redis-server'], 'Redis', () => body(redisEngine()));
}

function keyValueEngine(name: Engine['name'], newStore: () => TestStore): Engine {
  let load: (options: Options) => Instance;
  beforeAll(async () => {
    load = await loadRegistry(registry);
  });
  return { name, newStore, over: (store, more = {}) => load({ ...more, store }) };
}

/** For a suite of its own; `redis-server` must be there. */
export function redisEngine(): Engine {
  let load: (options: Options) => Instance;
  let redis: Redis;
  let commands: RedisCommands;
  let databases: RedisDatabases;
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
  return {
    name: 'Redis',
    newStore: () => databases.store(),
    over: (store, more = {}) => load({ ...more, store, environment: { ...redisEnvironment, ...more.environment } }),
  };
}
