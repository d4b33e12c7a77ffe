import { describe, expect, it } from 'vitest';
import { type Check, makeCheck } from '../../../sdk/health/check.ts';
import { runHere } from '../../../sdk/health/run.ts';

const check = (find: Check['find'], deadlineMs = 500) => makeCheck('some', { deadlineMs }, find);
const run = async (one: Check, deadlineMs?: number) => (await runHere([one], deadlineMs))[0]!;

describe('a check that is run', () => {
  it('keeps what it found, with its name and how long it took', async () => {
    const outcome = await run(makeCheck('some', { critical: false }, () => ({ status: 'healthy' })));
    expect(outcome).toEqual({ name: 'some', critical: false, status: 'healthy', durationMs: expect.any(Number) });
  });

  it('that hangs is unhealthy at its deadline, or at that of the round when it is sooner', async () => {
    const hangs = () => new Promise<never>(() => {});
    expect(await run(check(hangs, 20))).toMatchObject({ status: 'unhealthy', reason: 'no answer within 20 ms' });
    expect(await run(check(hangs), 30)).toMatchObject({ status: 'unhealthy', reason: 'no answer within 30 ms' });
  });

  it.each([
    ['throws', () => Promise.reject(new Error('boom')), 'boom'],
    [
      'throws before it waits',
      () => {
        throw new Error('boom');
      },
      'boom',
    ],
    [
      'meets an error of the host',
      () => {
        throw { payload: { tag: 'other', val: 'disk full' } };
      },
      'other: disk full',
    ],
    ['returns nonsense', () => 'fine' as never, 'the check returned "fine", expected { status'],
    ['returns another status', () => ({ status: 'ok' }) as never, 'the check returned {"status":"ok"}'],
    ['returns nothing', () => undefined as never, 'the check returned undefined'],
  ])('that %s is unhealthy and says why', async (_, find, reason) => {
    const outcome = await run(check(find as Check['find']));
    expect(outcome.status).toBe('unhealthy');
    expect(outcome.reason).toContain(reason);
  });

  it('runs beside the others, so that all take as long as the slowest', async () => {
    let running = 0;
    let most = 0;
    const wait = check(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      return { status: 'healthy' };
    });
    await runHere([wait, wait, wait]);
    expect(most).toBe(3);
  });
});
