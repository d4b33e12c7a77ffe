// Key-value stores on a real Redis, with what Spin does right there and what it does wrong.
import { createClient } from '@redis/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Redis, startRedis } from '../support/redis.ts';
import { startTestApp, type TestApp } from './fixture/app.ts';
import type { TestComponents } from './fixture/components.ts';
import type { Call, KeyValueCalls, Outcome } from './fixture/guest-calls.ts';

const bytes = [0, 13, 10, 255];
const text = (value: string) => [...Buffer.from(value)];
const other = (val: unknown) => ({ error: { tag: 'other', val } });
const server = 'An error was signalled by the server - ResponseError:';

const manifest = ({ guest, probe }: TestComponents) => `
spin_manifest_version = 2
[application]
name = "redis-test"
[[trigger.http]]
route = "/web/..."
component = "web"
[component.web]
source = "${guest}"
key_value_stores = ["default", "second", "nowhere", "locked"]
[component.web.dependencies]
"sidecars:probe@0.1.0" = { path = "${probe}" }
`;

describeWith(['redis-server'], 'key-value on Redis', () => {
  let redis: Redis;
  let app: TestApp;
  const judge = () => createClient({ url: redis.url }).connect();
  const run = async (options: Partial<KeyValueCalls>): Promise<Outcome> => {
    const body = JSON.stringify({ label: 'default', calls: [], ...options });
    const response = await fetch(`${app.url}/web/keyvalue`, { method: 'POST', body });
    if (!response.ok) throw new Error(`status ${response.status}: ${app.messages.at(-1)}`);
    return (await response.json()) as Outcome;
  };
  const results = async (calls: Call[], label = 'default') =>
    (await run({ label, calls })).results.map((result) => ('value' in result ? result.value : result));

  beforeAll(async () => {
    redis = await startRedis({ password: 'secret' });
    const store = (label: string, url: string) => `[key_value_store.${label}]\ntype = "redis"\nurl = "${url}"\n`;
    app = await startTestApp({
      manifest,
      runtimeConfig:
        store('default', redis.url) +
        store('second', `${redis.url}/2`) +
        store('nowhere', 'redis://127.0.0.1:1') +
        store('locked', `redis://:wrong@127.0.0.1:${redis.port}`),
    });
  });
  afterAll(async () => {
    await app.close();
    await redis.stop();
  });
  beforeEach(async () => {
    const client = await judge();
    await client.flushAll();
    client.destroy();
  });

  test('set, get, exists, delete and list-keys are plain keys of the database', async () => {
    const calls: Call[] = [
      ['get', 'k'],
      ['set', 'k', bytes],
      ['set', 'ü', text('x')],
      ['get', 'k'],
      ['exists', 'k'],
      ['listKeys'],
      ['delete', 'k'],
      ['exists', 'k'],
    ];
    expect(await results(calls)).toEqual([null, null, null, bytes, true, ['k', 'ü'], null, false]);
    const client = await judge();
    expect(await client.keys('*')).toEqual(['ü']);
    client.destroy();
    expect(await results([['listKeys']], 'second')).toEqual([[]]);
  });

  test('fermyon:spin/key-value is the same store', async () => {
    await app.json('/web/store?do=set&label=default&key=a&value=1');
    expect(await app.json('/web/store?do=get&label=default&key=a')).toEqual({ value: '1' });
    expect(await app.json('/web/store?do=keys&label=default')).toEqual({ value: ['a'] });
  });

  test('increment counts in digits, and refuses what is none', async () => {
    const calls: Call[] = [
      ['increment', 'n', 5],
      ['increment', 'n', 7],
      ['get', 'n'],
      ['set', 'w', text('word')],
      ['increment', 'w', 1],
    ];
    expect(await results(calls)).toEqual([
      '5',
      '12',
      text('12'),
      null,
      other(`${server} value is not an integer or out of range`),
    ]);
    await Promise.all(Array.from({ length: 40 }, () => results([['increment', 'many', 2]])));
    expect(await results([['increment', 'many', 0]])).toEqual(['80']);
  });

  test('set-many and delete-many work; get-many does not', async () => {
    const entries = [
      ['m1', text('1')],
      ['m2', bytes],
    ];
    const calls: Call[] = [
      ['setMany', entries],
      ['get', 'm2'],
      ['getMany', []],
      ['getMany', ['absent']],
      ['getMany', ['m1', 'm2']],
      ['getMany', ['m*']],
      ['deleteMany', ['m1', 'm2', 'm0']],
      ['listKeys'],
      ['setMany', []],
      ['deleteMany', []],
    ];
    const [set, value, none, absent, two, pattern, ...rest] = await results(calls);
    expect([set, value, none, absent]).toEqual([null, bytes, [], []]);
    expect(two).toEqual(other(`${server} wrong number of arguments for 'keys' command`));
    // Each two keys as key and value.
    expect((pattern as [string, number[]][])[0]?.[0]).toMatch(/^m[12]$/);
    expect(pattern).toHaveLength(1);
    expect(rest).toEqual([null, [], null, null]);
  });

  test('get-many of one key that exists ends the guest, as it panics on Spin', async () => {
    await results([['set', 'k', bytes]]);
    await expect(results([['getMany', ['k']]])).rejects.toThrow('status 500');
    expect(app.messages.join('\n')).toContain('get-many of ["k"]: found 1 keys of that pattern');
    expect(await results([['get', 'k']])).toEqual([bytes]);
  });

  test('a swap says that it failed, whether it wrote or not', async () => {
    const calls: Call[] = [
      ['set', 'k', text('old')],
      ['cas', 'k'],
      ['current'],
      ['swap', text('new')],
      ['get', 'k'],
      // The handle that came with the error: current.
      ['set', 'k', text('in between')],
      ['swap', text('lost')],
      ['get', 'k'],
      ['current'],
      ['swap', text('last')],
      ['get', 'k'],
    ];
    const failed = { error: { tag: 'cas-failed' } };
    expect(await results(calls)).toEqual([
      null,
      'made',
      text('old'),
      failed,
      text('new'),
      null,
      failed,
      text('in between'),
      text('in between'),
      failed,
      text('last'),
    ]);
  });

  test('a guest that swaps until it succeeds is stopped by the table of handles', async () => {
    const swaps = Array.from({ length: 256 }, (): Call => ['swap', text('x')]);
    const outcomes = await results([['cas', 'k'], ['current'], ...swaps]);
    expect(outcomes.at(-2)).toEqual({ error: { tag: 'cas-failed' } });
    expect(outcomes.at(-1)).toEqual({
      error: { tag: 'store-error', val: { tag: 'other', val: 'too many compare_and_swaps opened' } },
    });
    const client = await judge();
    await until('the connections to end', async () => {
      const list = String(await client.sendCommand(['CLIENT', 'LIST']));
      // The two stores and the one that asks.
      return list.trim().split('\n').length <= 3;
    });
    client.destroy();
  });

  test('all requests share one connection for each store', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, i) => results([['set', `k${i}`, text('v')]])));
    const client = await judge();
    expect(
      String(await client.sendCommand(['CLIENT', 'LIST']))
        .trim()
        .split('\n').length,
    ).toBeLessThanOrEqual(3);
    client.destroy();
  });

  test('a store that cannot be reached fails when it is opened, and says why', async () => {
    const text =
      'Redis at 127.0.0.1:1: found no server (ECONNREFUSED), expected one to connect to; start it or correct the address';
    expect(await results([['open']], 'nowhere')).toEqual([other(text)]);
    expect(app.messages).toContain(`key-value store "nowhere": ${text}; until then its calls fail`);
  });

  test('a wrong password fails the calls and nothing else', async () => {
    const refused = other(expect.stringContaining('Password authentication failed (WRONGPASS'));
    expect(await results([['open'], ['get', 'k']], 'locked')).toEqual([refused, refused]);
    expect(await results([['open']])).toEqual(['opened']);
  });

  test('while Redis is away calls fail, and they work once it is back', async () => {
    expect(await results([['set', 'k', bytes]])).toEqual([null]);
    await redis.stop();
    app.messages.length = 0;
    expect(await results([['open'], ['get', 'k']])).toEqual([
      'opened',
      other(expect.stringContaining('found no server')),
    ]);
    await redis.restart();
    expect(
      await results([
        ['set', 'k', bytes],
        ['get', 'k'],
      ]),
    ).toEqual([null, bytes]);
    expect(app.messages).toEqual([
      expect.stringContaining('key-value store "default": Redis at'),
      'key-value store "default": Redis is back',
    ]);
  });

  test('a call takes well below a millisecond', async () => {
    const repeat = 1_000;
    const { ms } = await run({ calls: [['set', 'k', text('value')]], repeat });
    expect(ms / repeat).toBeLessThan(5);
  });
});
