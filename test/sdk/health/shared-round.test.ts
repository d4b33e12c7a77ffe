import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHealthStore } from '../../../sdk/health/health-store.ts';
import { type SharedRoundOptions, sharedRound } from '../../../sdk/health/shared-round.ts';
import { makeStore, stores } from '../../support/guest/key-value.ts';

let rounds = 0;
const options = (more: Partial<SharedRoundOptions> = {}): SharedRoundOptions => ({
  component: 'ready',
  fingerprint: 'a',
  shareMs: 2000,
  thresholds: { failures: 1, successes: 1 },
  run: async () => {
    rounds++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [{ name: 'api', critical: true, status: 'healthy', durationMs: 50 }];
  },
  ...more,
});
const probe = (more?: Partial<SharedRoundOptions>) => sharedRound(openHealthStore('health'), options(more));

beforeEach(() => {
  rounds = 0;
  makeStore('health');
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  stores.clear();
});

/** Lets the clock run until all of them have their answer. */
async function answers<T>(probes: Promise<T>[]): Promise<T[]> {
  const all = Promise.all(probes);
  void all.catch(() => {});
  await vi.advanceTimersByTimeAsync(3000);
  return all;
}

describe('a shared round of checks', () => {
  it('is run once for many probes at once, and again when it is too old, for the first of them as well', async () => {
    for (let time = 1; time <= 3; time++) {
      const found = await answers(Array.from({ length: 20 }, () => probe()));
      expect(rounds).toBe(time);
      expect(found.filter((round) => round?.isOwn)).toHaveLength(1);
      for (const round of found) expect(round?.results).toMatchObject([{ name: 'api', status: 'healthy' }]);
    }
  });

  it('is used until it is as old as it may be', async () => {
    await answers([probe({ shareMs: 4000 })]);
    const [again] = await answers([probe({ shareMs: 4000 })]);
    expect(again).toMatchObject({ isOwn: false, atMs: 1_000_050 });
    expect(rounds).toBe(1);
  });

  it('is of no use to other checks, or to another component', async () => {
    const kept = { shareMs: 5000 };
    await answers([probe(kept)]);
    const others = await answers([probe({ ...kept, fingerprint: 'b' }), probe({ ...kept, component: 'live' })]);
    expect(others.map((round) => round?.isOwn)).toEqual([true, true]);
    expect(rounds).toBe(3);
  });

  it('is given up when whoever claimed it died, by those who wait in time, and claimed anew later', async () => {
    void probe({ run: () => new Promise(() => {}) });
    const started = Date.now();
    const waiting = probe().then((round) => [round, Date.now() - started] as const);
    const [[round, tookMs]] = (await answers([waiting])) as [readonly [unknown, number]];
    expect(round).toBeUndefined();
    expect(tookMs).toBeLessThanOrEqual(900);
    const [next] = await answers([probe()]);
    expect(next?.isOwn).toBe(true);
  });

  it('is the last one, for a while, when nobody finishes the next in time', async () => {
    await answers([probe()]);
    const dies = { run: () => new Promise<never>(() => {}) };
    void probe(dies);
    const [late] = await answers([probe()]);
    expect(late).toMatchObject({ isOwn: false, atMs: 1_000_050 });
    // since then 6 s have passed
    void probe(dies);
    expect(await answers([probe()])).toEqual([undefined]);
  });

  it('is run again when what is stored cannot be read, or is from the future', async () => {
    const { values } = makeStore('health');
    for (const text of [
      'nonsense',
      'null',
      '{"atMs":"x"}',
      JSON.stringify({ fingerprint: 'a', atMs: 9e15, results: [] }),
    ]) {
      values.set('sidecars-health:1:ready:results', new TextEncoder().encode(text));
      expect((await answers([probe()]))[0]).toMatchObject({ isOwn: true });
    }
    expect(rounds).toBe(4);
  });

  it('says which checks changed', async () => {
    const failing: Partial<SharedRoundOptions> = {
      run: async () => [{ name: 'api', critical: true, status: 'unhealthy', durationMs: 1 }],
    };
    const [first] = await answers([probe()]);
    const [second] = await answers([probe(failing)]);
    const [third] = await answers([probe(failing)]);
    expect([first?.isFirst, second?.changed, third?.changed]).toEqual([true, ['api'], []]);
  });

  it('throws when the store fails, but not when only the result cannot be written', async () => {
    makeStore('health', { failure: { payload: { tag: 'other', val: 'disk' } } });
    await expect(probe()).rejects.toMatchObject({ payload: { tag: 'other' } });
    makeStore('health');
    const writesNothing = {
      ...openHealthStore('health'),
      set: () => {
        throw { payload: { tag: 'other', val: 'disk' } };
      },
    };
    const [round] = await answers([sharedRound(writesNothing, options())]);
    expect(round?.results).toHaveLength(1);
    expect(rounds).toBe(1);
  });
});

describe('a claim', () => {
  it('refuses to touch a key that somebody else uses: increasing it would end the host', async () => {
    makeStore('health').values.set('sidecars-health:1:ready:claim', new Uint8Array(3));
    await expect(probe()).rejects.toThrow('has 3 bytes, expected 8');
  });
});
