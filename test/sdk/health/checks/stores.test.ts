// The checks of what answers a call of the host: key-value, SQLite, Redis, PostgreSQL.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../../../../sdk/health/check.ts';
import { keyValue } from '../../../../sdk/health/checks/key-value.ts';
import { postgres } from '../../../../sdk/health/checks/postgres.ts';
import { redis } from '../../../../sdk/health/checks/redis.ts';
import { sqlite } from '../../../../sdk/health/checks/sqlite.ts';
import { runHere } from '../../../../sdk/health/run.ts';
import { makeStore, stores } from '../../../support/guest/key-value.ts';
import { postgres as postgresHost } from '../../../support/guest/postgres.ts';
import { redis as redisHost } from '../../../support/guest/redis.ts';
import { sqlite as sqliteHost } from '../../../support/guest/sqlite.ts';

const found = async (check: Check) => (await runHere([check]))[0]!;
const failing = (tag: string, val: string) => () => {
  throw { payload: { tag, val } };
};

describe('a check of a key-value store', () => {
  beforeEach(() => stores.clear());

  it('is healthy when the store gives back what was written, and always writes one key', async () => {
    const { values } = makeStore('default');
    for (let time = 0; time < 3; time++) {
      expect(await found(keyValue())).toMatchObject({ name: 'default', status: 'healthy' });
    }
    expect([...values.keys()]).toEqual(['sidecars-health:probe']);
  });

  it('is unhealthy when a write is lost, the store fails, or there is none', async () => {
    makeStore('lossy', { isLossy: true });
    makeStore('full', { failure: { payload: { tag: 'other', val: 'disk full' } } });
    expect((await found(keyValue({ store: 'lossy' }))).reason).toBe('store "lossy" did not give back what was written');
    expect(await found(keyValue({ store: 'full' }))).toMatchObject({ status: 'unhealthy', reason: 'other: disk full' });
    expect(await found(keyValue({ store: 'none' }))).toMatchObject({ status: 'unhealthy', reason: 'no-such-store' });
  });
});

describe('a check of a SQLite database', () => {
  it('runs its query in its database', async () => {
    const ran: string[] = [];
    sqliteHost.run = (database, statement) => void ran.push(`${database}: ${statement}`);
    expect(await found(sqlite())).toMatchObject({ name: 'sqlite', status: 'healthy' });
    await found(sqlite({ database: 'orders', query: 'SELECT id FROM orders LIMIT 1' }));
    expect(ran).toEqual(['default: SELECT 1', 'orders: SELECT id FROM orders LIMIT 1']);
  });

  it('is unhealthy with the reason of the host', async () => {
    sqliteHost.run = failing('io', 'no such table: orders');
    expect(await found(sqlite())).toMatchObject({ status: 'unhealthy', reason: 'io: no such table: orders' });
  });
});

describe('a check of a PostgreSQL server', () => {
  it('runs its query', async () => {
    const ran: string[] = [];
    postgresHost.run = (address, statement) => void ran.push(`${address}: ${statement}`);
    const address = 'postgres://user:geheim@db/app';
    expect(await found(postgres({ address }))).toMatchObject({ name: 'postgres', status: 'healthy' });
    expect(ran).toEqual([`${address}: SELECT 1`]);
    postgresHost.run = failing('connection-failed', `${address} is away`);
    expect((await found(postgres({ address }))).reason).toBe('connection-failed: postgres://***@db/app is away');
  });
});

describe('a check of a Redis server', () => {
  it('is healthy for PONG and for nothing else', async () => {
    const address = 'redis://127.0.0.1:6379';
    expect(await found(redis({ address }))).toMatchObject({ name: 'redis', status: 'healthy' });
    redisHost.execute = () => [{ tag: 'nil' }];
    expect((await found(redis({ address }))).reason).toBe('answered nil to PING, expected the status PONG');
    redisHost.execute = failing('other', 'NOAUTH');
    expect(await found(redis({ address }))).toMatchObject({ status: 'unhealthy', reason: 'other: NOAUTH' });
  });
});
