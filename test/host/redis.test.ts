// fermyon:spin/redis as guests see it, on a real Redis; an npm client looks at what came of it.
import { createClient } from '@redis/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Redis, startRedis } from '../support/redis.ts';
import { startTestApp, type TestApp } from './fixture/app.ts';
import type { TestComponents } from './fixture/components.ts';
import type { Call, Outcome, RedisCalls } from './fixture/guest-calls.ts';

const bytes = [0, 13, 10, 255, 36, 42];
const text = (value: string) => [...Buffer.from(value)];
const binary = (value: string) => ({ tag: 'binary', val: text(value) });

describeWith(['redis-server'], 'outbound Redis', () => {
  let redis: Redis;
  let locked: Redis;
  let app: TestApp;
  const manifest = ({ guest, probe }: TestComponents) => `
spin_manifest_version = 2
[application]
name = "redis-test"
[[trigger.http]]
route = "/web/..."
component = "web"
[component.web]
source = "${guest}"
allowed_outbound_hosts = ["redis://127.0.0.1:${redis.port}", "redis://127.0.0.1:${locked.port}", "*://127.0.0.1:1"]
[component.web.dependencies]
"sidecars:probe@0.1.0" = { path = "${probe}" }
`;
  const judge = () => createClient({ url: redis.url }).connect();
  const run = async (options: Partial<RedisCalls>): Promise<Outcome> => {
    const body = JSON.stringify({ address: redis.url, calls: [], ...options });
    const response = await fetch(`${app.url}/web/redis`, { method: 'POST', body });
    if (!response.ok) throw new Error(`${response.status}: ${app.messages.join('\n')}`);
    return (await response.json()) as Outcome;
  };
  const results = async (calls: Call[], address = redis.url) =>
    (await run({ address, calls })).results.map((result) => ('value' in result ? result.value : result));
  /** Connections that Redis has, without the one that asks. */
  const clients = async () => {
    const client = await judge();
    const list = await client.sendCommand(['CLIENT', 'LIST']);
    client.destroy();
    return String(list).trim().split('\n').length - 1;
  };

  beforeAll(async () => {
    [redis, locked] = await Promise.all([startRedis(), startRedis({ password: 'p@ss:word' })]);
    app = await startTestApp({ manifest, runtimeConfig: '' });
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([redis.stop(), locked.stop()]);
  });
  beforeEach(async () => {
    const client = await judge();
    await client.flushAll();
    client.destroy();
  });

  test('set, get, incr and del', async () => {
    const calls: Call[] = [
      ['get', 'k'],
      ['set', 'k', bytes],
      ['get', 'k'],
      ['incr', 'n'],
      ['incr', 'n'],
      ['del', ['k', 'n', 'x']],
      ['get', 'k'],
    ];
    expect(await results(calls)).toEqual([null, null, bytes, '1', '2', 2, null]);
  });

  test('sets of strings', async () => {
    const calls: Call[] = [
      ['sadd', 's', ['a', 'ü', 'a']],
      ['sadd', 's', ['a', 'b']],
      ['srem', 's', ['b', 'c']],
      ['smembers', 's'],
      ['smembers', 'nothing'],
    ];
    const [added, again, removed, members, none] = await results(calls);
    expect([added, again, removed, none]).toEqual([2, 1, 1, []]);
    expect((members as string[]).sort()).toEqual(['a', 'ü']);
  });

  test('publish reaches a subscriber', async () => {
    const client = await judge();
    const got = new Promise<string>((resolve) => void client.subscribe('news', resolve));
    await until('the subscription', async () => {
      const other = await judge();
      const { news } = await other.pubSubNumSub(['news']);
      other.destroy();
      return news === 1;
    });
    expect(await results([['publish', 'news', text('hello')]])).toEqual([null]);
    expect(await got).toBe('hello');
    client.destroy();
  });

  test('execute gives every kind of result, without the lists around them', async () => {
    const calls: Call[] = [
      ['execute', 'SET', ['k', bytes]],
      ['execute', 'GET', ['k']],
      ['execute', 'INCRBY', ['n', 5]],
      ['execute', 'GET', ['nothing']],
      ['execute', 'MGET', ['n', 'nothing', 'k']],
      ['execute', 'EVAL', ["return {1, {'a', {2, {}}, false}, redis.status_reply('fine')}", 0]],
      ['execute', 'LRANGE', ['nothing', 0, -1]],
    ];
    expect(await results(calls)).toEqual([
      [{ tag: 'status', val: 'OK' }],
      [{ tag: 'binary', val: bytes }],
      [{ tag: 'int64', val: '5' }],
      [{ tag: 'nil' }],
      [binary('5'), { tag: 'nil' }, { tag: 'binary', val: bytes }],
      [
        { tag: 'int64', val: '1' },
        binary('a'),
        { tag: 'int64', val: '2' },
        { tag: 'nil' },
        { tag: 'status', val: 'fine' },
      ],
      [],
    ]);
  });

  test('integers have 64 bits', async () => {
    const calls: Call[] = [
      ['set', 'n', text('9223372036854775806')],
      ['incr', 'n'],
      ['execute', 'DECRBY', ['m', '9223372036854775807']],
    ];
    expect(await results(calls)).toEqual([
      null,
      '9223372036854775807',
      [{ tag: 'int64', val: '-9223372036854775807' }],
    ]);
  });

  test("errors of Redis have the words of Spin's client", async () => {
    const calls: Call[] = [
      ['set', 'k', text('word')],
      ['incr', 'k'],
      ['sadd', 'k', ['a']],
      ['del', []],
      ['execute', 'NONSENSE', []],
      ['sadd', 'raw', ['a']],
      ['execute', 'SADD', ['raw', [255]]],
      ['smembers', 'raw'],
    ];
    const other = (val: string) => ({ error: { tag: 'other', val } });
    const server = 'An error was signalled by the server - ResponseError:';
    expect(await results(calls)).toEqual([
      null,
      other(`${server} value is not an integer or out of range`),
      other('WRONGTYPE: Operation against a key holding the wrong kind of value'),
      other(`${server} wrong number of arguments for 'del' command`),
      other(`${server} unknown command 'NONSENSE', with args beginning with: `),
      1,
      [{ tag: 'int64', val: '1' }],
      other('Cannot convert from UTF-8- TypeError'),
    ]);
  });

  test('after HELLO 3 there are more kinds of results', async () => {
    const [, map, set, double, flag] = await results(
      [
        ['execute', 'HSET', ['h', 'a', 'b']],
        ['execute', 'HGETALL', ['h']],
        ['execute', 'SMEMBERS', ['nothing']],
        ['execute', 'ZADD', ['z', 'INCR', '1.5', 'm']],
        ['execute', 'EVAL', ['redis.setresp(3); return true', 0]],
      ],
      `${redis.url}?protocol=resp3`,
    );
    expect(map).toEqual({
      error: { tag: 'other', val: 'Could not convert Redis response - TypeError: Redis Map type is not supported' },
    });
    expect([set, double, flag]).toEqual([[], [binary('1.5')], [{ tag: 'int64', val: '1' }]]);
  });

  test('the address chooses the database and carries the password', async () => {
    expect(await results([['set', 'k', text('three')]], `${redis.url}/3`)).toEqual([null]);
    expect(await results([['get', 'k']])).toEqual([null]);
    expect(await results([['get', 'k']], `${redis.url}/3/`)).toEqual([text('three')]);
    const open: Call[] = [['execute', 'PING', []]];
    const pong = [[{ tag: 'status', val: 'PONG' }]];
    const at = `127.0.0.1:${locked.port}`;
    expect(await results(open, `redis://:p%40ss%3Aword@${at}`)).toEqual(pong);
    expect(await results(open, `redis://default:p%40ss%3Aword@${at}/1`)).toEqual(pong);
    expect(await results(open, `redis://${at}`)).toEqual([
      { error: { tag: 'other', val: 'NOAUTH: Authentication required.' } },
    ]);
    expect(await results(open, `redis://:wrong@${at}`)).toEqual([
      { error: { tag: 'other', val: expect.stringContaining('Password authentication failed (WRONGPASS') } },
    ]);
    expect(await results(open, `${redis.url}/99`)).toEqual([
      { error: { tag: 'other', val: expect.stringContaining('refused to switch database to 99') } },
    ]);
  });

  test('an address that is none is invalid-address, and so is one that is not allowed, which is reported', async () => {
    const refused = [{ error: { tag: 'invalid-address' } }];
    app.messages.length = 0;
    for (const address of ['', 'http://127.0.0.1:1', `127.0.0.1:${redis.port}`, `${redis.url}/x`]) {
      expect([address, await results([['open']], address)]).toEqual([address, refused]);
    }
    expect(app.messages).toEqual([]);
    expect(await results([['open']], `redis://localhost:${redis.port}`)).toEqual(refused);
    expect(app.messages).toEqual([
      expect.stringContaining(
        `component "web": a guest tried to reach redis://localhost:${redis.port}, which its component's allowed_outbound_hosts does not name`,
      ),
    ]);
  });

  test('where nobody listens the error says so', async () => {
    expect(await results([['open']], 'redis://127.0.0.1:1')).toEqual([
      {
        error: {
          tag: 'other',
          val: 'Redis at 127.0.0.1:1: found no server (ECONNREFUSED), expected one to connect to; start it or correct the address',
        },
      },
    ]);
  });

  test('a connection ends with its handle, or else with the request', async () => {
    const ids = async (calls: Call[]) =>
      (await results(calls)).filter(Array.isArray).map(([first]: { val: string }[]) => first?.val);
    const id: Call = ['execute', 'CLIENT', ['ID']];
    const [first] = await ids([id]);
    const [second, again] = await ids([id, id]);
    expect(second).toBe(again);
    expect(second).not.toBe(first);
    expect(await results([['open'], ['drop']])).toEqual(['opened', 'dropped']);
    await until('the connections to end', async () => (await clients()) === 0, 5_000);
  });

  test('200 concurrent requests leave no connection behind', async () => {
    const calls: Call[] = [
      ['incr', 'n'],
      ['get', 'n'],
    ];
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => results(calls)));
    expect(outcomes.flat().filter((value) => typeof value === 'object' && value && 'error' in value)).toEqual([]);
    expect(await results([['incr', 'n']])).toEqual(['201']);
    await until('the connections to end', async () => (await clients()) === 0, 5_000);
  }, 60_000);

  test('a guest that waits for Redis keeps nobody else waiting', async () => {
    const blocked = Array.from({ length: 8 }, () => results([['execute', 'BLPOP', ['list', 0]]]));
    await until('the guests to wait', async () => (await clients()) === 8);
    const startMs = performance.now();
    expect(await (await fetch(`${app.url}/web/hello`)).text()).toBe('hello');
    expect(await results([['set', 'k', text('v')]])).toEqual([null]);
    expect(performance.now() - startMs).toBeLessThan(5_000);
    const client = await judge();
    for (let i = 0; i < blocked.length; i++) await client.lPush('list', String(i));
    client.destroy();
    const popped = (await Promise.all(blocked)).map(([result]) => (result as unknown[])[1]);
    expect(popped).toHaveLength(8);
    expect(popped).toContainEqual(binary('7'));
  });

  test('a value of 2 MB goes and comes whole', async () => {
    const { results: answers } = await run({
      calls: [
        ['execute', 'EVAL', ["redis.call('SET', 'big', string.rep('\\255\\r\\n\\0', 524288)) return 1", 0]],
        ['execute', 'GET', ['big']],
        ['execute', 'MGET', ['big', 'big']],
      ],
      count: true,
    });
    expect(answers.slice(1)).toEqual([
      { value: [{ tag: 'binary', val: 2_097_152 }] },
      {
        value: [
          { tag: 'binary', val: 2_097_152 },
          { tag: 'binary', val: 2_097_152 },
        ],
      },
    ]);
  });

  test("a result beyond Spin's limit is an error, and the connection goes on", async () => {
    const { results: answers } = await run({
      calls: [
        ['execute', 'SETRANGE', ['huge', 64 * 1024 * 1024 - 1, 'x']],
        ['execute', 'MGET', ['huge', 'huge']],
        ['execute', 'STRLEN', ['huge']],
      ],
      count: true,
    });
    expect(answers[1]).toEqual({
      error: { tag: 'other', val: 'query result exceeds limit of 134217728 bytes' },
    });
    expect(answers[2]).toEqual({ value: [{ tag: 'int64', val: '67108864' }] });
  });

  test('when Redis goes the call fails, and a new connection works once it is back', async () => {
    const waiting = results([
      ['execute', 'BLPOP', ['list', 0]],
      ['get', 'k'],
      ['get', 'k'],
    ]);
    await until('the guest to wait', async () => (await clients()) === 1);
    await redis.restart();
    const lost = { error: { tag: 'other', val: expect.stringContaining('lost the connection') } };
    expect(await waiting).toEqual([lost, lost, lost]);
    expect(await results([['set', 'k', text('v')]])).toEqual([null]);
  });
});
