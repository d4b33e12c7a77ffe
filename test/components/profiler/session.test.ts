// A session against a store in memory, on a clock of the test's own.
import type { Profile } from 'sidecars:metrics/profiles@0.1.0';
import { beforeEach, describe, expect, it } from 'vitest';
import { runSession } from '../../../components/profiler/session.ts';

let nowMs: number;
let calls: string[];
let waiting: Profile[];
let isOpen: boolean;

beforeEach(() => {
  [nowMs, calls, waiting, isOpen] = [1_000_000, [], [], false];
});

const clock = {
  now: () => nowMs,
  sleep: async (ms: number) => {
    nowMs += ms;
    during();
  },
};
let during = () => {};

const store = {
  keep(id: bigint, seconds: number) {
    calls.push(`keep ${id} ${seconds}`);
    const wasOpen = isOpen;
    isOpen = true;
    return wasOpen;
  },
  take: () => waiting.splice(0, 2),
  close: (id: bigint) => {
    calls.push(`close ${id}`);
    isOpen = false;
  },
};

const profile = (beganMs: number, more: Partial<Profile> = {}): Profile => ({
  component: 'tool',
  build: 'tool@1',
  labels: [['route', '/']],
  periodNanoseconds: 10_000_000n,
  beganNanoseconds: BigInt(beganMs) * 1_000_000n,
  stacks: [{ frames: 'f@source.js:1:1', samples: 2, nanoseconds: 20_000_000n }],
  ...more,
});

describe('runSession', () => {
  it('opens, waits as long as asked, keeps its lease, closes', async () => {
    during = () => {};
    const { durationMs, gaps } = await runSession(5n, 3, store, clock);
    expect([durationMs, gaps]).toEqual([3000, 0]);
    expect(calls.filter((call) => call.startsWith('keep'))).toEqual(Array(8).fill('keep 5 3'));
    expect(calls.at(-1)).toBe('close 5');
  });

  it('sums what came in the meantime, and leaves out what began before', async () => {
    during = () => {
      if (nowMs === 1_000_550) waiting.push(profile(999_999), ...Array.from({ length: 5 }, () => profile(1_000_300)));
    };
    const { collected } = await runSession(5n, 1, store, clock);
    expect(collected.stacks).toMatchObject([{ component: 'tool', samples: 10, nanoseconds: 100_000_000 }]);
    expect(collected.profiles).toBe(5);
  });

  it('keeps traces apart, and gives up first them and then stacks when there are too many', async () => {
    during = () => {};
    const { collected } = await runSession(5n, 1, store, clock);
    const route: [string, string] = ['route', '/'];
    const stacks = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({ frames: `f${from + at}`, samples: 1, nanoseconds: 1n }));
    const traced = (trace: string, from: number, to: number) =>
      collected.add(profile(1_000_500, { labels: [route, ['trace_id', trace]], stacks: stacks(from, to) }));
    traced('a', 0, 10_000);
    traced('b', 0, 10_000);
    traced('c', 0, 1);
    traced('c', 10_000, 40_010);
    const withLabels = (labels: [string, string][]) =>
      collected.stacks.filter((stack) => JSON.stringify(stack.labels) === JSON.stringify(labels));
    expect(withLabels([route, ['trace_id', 'a']])).toHaveLength(10_000);
    expect(withLabels([route, ['trace_id', 'c']])).toHaveLength(0);
    expect(withLabels([route])).toHaveLength(30_001);
    expect(collected.stacks[0]).toMatchObject({ frames: '(stacks beyond the bound)', samples: 11, labels: [route] });
  });

  it('takes what is handed over at the very end', async () => {
    during = () => {
      if (nowMs === 1_001_200) waiting.push(profile(1_000_900));
    };
    const { collected, durationMs } = await runSession(5n, 1, store, clock);
    expect([collected.profiles, durationMs]).toEqual([1, 1000]);
  });

  it('counts how often it was lost', async () => {
    during = () => {
      if (nowMs > 1_001_000 && nowMs < 1_002_000) isOpen = false;
    };
    expect((await runSession(5n, 3, store, clock)).gaps).toBe(2);
  });

  it('closes when the store fails', async () => {
    during = () => {};
    const failing = {
      ...store,
      take: () => {
        throw new Error('store');
      },
    };
    await expect(runSession(5n, 1, failing, clock)).rejects.toThrow('store');
    expect(calls.at(-1)).toBe('close 5');
  });
});
