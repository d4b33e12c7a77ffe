// The registry on a real Redis: hosts that share it, what else is in the database, restarts, passwords, a wrong set-up.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app.ts';
import { parseExposition, scrape, sumOf } from '../support/exposition.ts';
import { load } from '../support/mcp.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type PusherApp, type PusherOptions, pusherApp, pushOnce } from '../support/pusher-app.ts';
import { type Redis, type RedisOptions, startRedis } from '../support/redis.ts';
import { RedisCommands } from '../support/redis-commands.ts';

const throughKeyValue = (url: string): Partial<PusherOptions> => ({
  store: { type: 'redis', url },
  environment: { SIDECARS_STORE: 'default' },
});

const pushed = (text: string) => sumOf(text, 'fixture_pushed_total');

describeWith(['redis-server'], 'the registry on Redis', () => {
  const ends: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  const redisOf = async (options?: RedisOptions): Promise<Redis> => {
    const redis = await startRedis(options);
    ends.push(() => redis.stop());
    return redis;
  };
  const commandsOf = (url: string): RedisCommands => {
    const commands = new RedisCommands(url);
    ends.push(() => commands.close());
    return commands;
  };
  const appOf = async (url: string, more: Partial<PusherOptions> = {}): Promise<PusherApp> => {
    const app = await pusherApp({
      registry: 'registry-redis',
      allowedHosts: ['redis://*:*'],
      ...more,
      environment: { SIDECARS_REDIS_URL: url, SIDECARS_PUSHES_PER_FOLD: '20', ...more.environment },
    });
    ends.push(() => app.remove());
    return app;
  };
  const started = async (app: PusherApp): Promise<App> => {
    const running = await app.start();
    ends.push(() => running.stop());
    return running;
  };

  describe('shared by two hosts', () => {
    const foreign = 1_000;
    let redis: Redis;
    let commands: RedisCommands;
    let hosts: App[];

    beforeAll(async () => {
      redis = await redisOf({ password: 'geheim' });
      commands = commandsOf(`${redis.url}/3`);
      for (let i = 0; i < foreign; i++) commands.run('RPUSH', `sidecars:3:log:theirs:${i}`, 'x');
      const url = `${redis.url}/3`;
      // one pushes straight to Redis, one through the key-value store
      hosts = [await started(await appOf(url)), await started(await appOf(url, throughKeyValue(url)))];
    });

    it('counts what either of them was pushed, exactly, and shows the same at both', async () => {
      await load(400, 16, async (index) => {
        const ok = await pushOnce(hosts[index % 2]!.url, { host: String(index % 2), lane: String(index % 5) });
        expect(ok).toBe(true);
        if (index % 20 === 0) await scrape(hosts[index % 2]!.url);
      });
      const texts = await Promise.all(hosts.map(({ url }) => scrape(url)));
      for (const text of texts) {
        expect(pushed(text)).toBe(400);
        expect(sumOf(text, 'http_requests_total', { component: 'pusher' })).toBe(400);
      }
      const ids = texts.map(
        (text) => /^sidecars_registry_info\{id="([0-9a-f]+)",storage="redis"\} 1$/m.exec(text)?.[1],
      );
      expect(ids[0]).toBeDefined();
      expect(ids[0]).toBe(ids[1]);
    });

    it('leaves foreign keys and other databases alone, keeps the log short, and never sends KEYS', async () => {
      await scrape(hosts[0]!.url);
      const keys = (commands.run('KEYS', '*') as Buffer[]).map(String);
      expect(keys.filter((key) => key.startsWith('sidecars:3:log:theirs:'))).toHaveLength(foreign);
      expect(keys.length - foreign).toBeLessThan(100);
      for (let i = 0; i < foreign; i++) expect(commands.run('LLEN', `sidecars:3:log:theirs:${i}`)).toBe(1);
      expect(commandsOf(redis.url).run('DBSIZE')).toBe(0);
      const statistics = String(commands.run('INFO', 'commandstats'));
      expect(Number(/cmdstat_keys:calls=(\d+)/.exec(statistics)?.[1])).toBe(1); // this test's own
    });

    it('holds no connection open after its request', async () => {
      const clients = String(commands.run('CLIENT', 'LIST')).trim().split('\n');
      expect(clients.length).toBeLessThan(12);
    });
  });

  it('fails cleanly while Redis is down, and goes on where it was when Redis is back', async () => {
    const redis = await redisOf({ isPersistent: true });
    const host = await started(await appOf(redis.url));
    for (let i = 0; i < 30; i++) expect(await pushOnce(host.url, { at: 'before' })).toBe(true);
    expect(pushed(await scrape(host.url))).toBe(30);
    await redis.stop({ keepsData: true });
    for (let i = 0; i < 3; i++) expect(await pushOnce(host.url, { at: 'while down' })).toBe(true);
    const failed = await fetch(`${host.url}/metrics`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).toMatch(/^the registry could not be rendered: store: .*Redis cannot be reached/);
    expect(host.output()).toContain('the metrics of this request were not stored');
    await redis.restart();
    await until('pushes to be stored again', async () => {
      await pushOnce(host.url, { at: 'after' });
      return sumOf(await scrape(host.url), 'fixture_pushed_total', { at: 'after' }) > 0;
    });
    const text = await scrape(host.url);
    expect(sumOf(text, 'fixture_pushed_total', { at: 'before' })).toBe(30);
    expect(sumOf(text, 'fixture_pushed_total', { at: 'while down' })).toBe(0);
  });

  it('says so when pushes go to another database than the one it reads', async () => {
    const redis = await redisOf();
    const host = await started(await appOf(`${redis.url}/2`, throughKeyValue(`${redis.url}/1`)));
    expect(await pushOnce(host.url, { at: 'lost' })).toBe(true);
    const response = await fetch(`${host.url}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain(
      'what is pushed does not arrive in the Redis that SIDECARS_REDIS_URL names: the key-value store that SIDECARS_STORE names must have type "redis"',
    );
  });

  it('says so when the address is missing or not allowed', async () => {
    const redis = await redisOf();
    const without = await started(await appOf(redis.url, { environment: { SIDECARS_REDIS_URL: '' } }));
    expect(await (await fetch(`${without.url}/metrics`)).text()).toContain('SIDECARS_REDIS_URL is missing');
    const refused = await started(await appOf(redis.url, { allowedHosts: ['redis://example.com:6379'] }));
    expect(await (await fetch(`${refused.url}/metrics`)).text()).toContain(
      'Redis cannot be reached: invalid address, or one that allowed_outbound_hosts does not allow',
    );
  });

  it('keeps apart what has another prefix', async () => {
    const redis = await redisOf();
    const prefixes = ['one', 'two[*]?'];
    const apps = await Promise.all(
      prefixes.map((prefix) => appOf(redis.url, { environment: { SIDECARS_KEY_PREFIX: prefix } })),
    );
    const hosts = await Promise.all(apps.map(started));
    await pushOnce(hosts[0]!.url, { a: 'x' });
    for (let i = 0; i < 2; i++) await pushOnce(hosts[1]!.url, { a: 'x' });
    const texts = await Promise.all(hosts.map(({ url }) => scrape(url)));
    expect(texts.map(pushed)).toEqual([1, 2]);
    const ids = texts.map((text) =>
      [...parseExposition(text).keys()].find((key) => key.startsWith('sidecars_registry_info{')),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });
});
