import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../sdk/health/check.ts';
import { componentCheck, componentIds, storeCheck } from '../../../sdk/health/checks.ts';

const run = async (check: Parameters<typeof runChecks>[0][number], deadlineMs?: number) =>
  (await runChecks([check], deadlineMs))[0]!;

describe('runChecks', () => {
  it('ends a check that hangs at its deadline and says so', async () => {
    const result = await run({ name: 'slow', run: () => new Promise(() => {}) }, 20);
    expect(result).toMatchObject({ status: 'unhealthy', reason: 'no answer within 20 ms' });
  });

  it('runs all checks at once', async () => {
    const wait = { name: 'wait', run: () => new Promise<void>((resolve) => setTimeout(resolve, 100)) };
    const started = performance.now();
    await runChecks([wait, wait, wait]);
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe('storeCheck', () => {
  it('is healthy when the store gives back what was written', async () => {
    const values = new Map<string, Uint8Array>();
    const store = {
      get: (key: string) => values.get(key),
      set: (key: string, value: Uint8Array) => void values.set(key, value),
    };
    expect((await run(storeCheck('store', () => store))).status).toBe('healthy');
  });

  it('is unhealthy when a write is lost or the store cannot be opened', async () => {
    const lossy = { get: () => undefined, set: () => {} };
    expect((await run(storeCheck('store', () => lossy))).status).toBe('unhealthy');
    const result = await run(
      storeCheck('store', () => {
        throw new Error('store "x" cannot be opened: access-denied');
      }),
    );
    expect(result).toMatchObject({ status: 'unhealthy', reason: 'store "x" cannot be opened: access-denied' });
  });
});

describe('componentCheck', () => {
  it.each([
    [200, 'healthy'],
    [404, 'healthy'],
    [500, 'unhealthy'],
  ])('takes an answer of %i for %s', async (status, expected) => {
    const urls: string[] = [];
    const fetcher = (async (url: string) => {
      urls.push(url);
      return new Response(null, { status });
    }) as typeof fetch;
    expect((await run(componentCheck('items-ts', fetcher))).status).toBe(expected);
    expect(urls).toEqual(['http://items-ts.spin.internal/']);
  });
});

describe('componentIds', () => {
  it('splits, trims and drops empty entries', () => {
    expect(componentIds(' weather-ts, items-ts,')).toEqual(['weather-ts', 'items-ts']);
    expect(componentIds('')).toEqual([]);
  });

  it('refuses what cannot be a component id', () => {
    expect(() => componentIds('a,http://evil')).toThrow('found "http://evil"');
  });
});
