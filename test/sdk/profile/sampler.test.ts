// What the sampler counts as work, and of whom: a clock of the test's own, safepoints called by hand, stacks written as the
// guest's engine writes them.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampling } from '../../../sdk/profile/hook.ts';
import { setRequestTrace } from '../../../sdk/trace-context.ts';
import { profiles } from '../../support/guest/profiles.ts';

Object.assign(globalThis, {
  __safepoint_left: 1e9,
  __safepoint_look: undefined,
  __safepoint_value: undefined,
  __safepoint_build: 'tool@0123456789ab',
});
await import('../../../sdk/profile/sampler.ts');

const { prepareStackTrace } = Error;
let nowMs = 0;
const request = { component: 'tool', route: () => '/items' };

beforeEach(() => {
  profiles.reset();
  Error.prepareStackTrace = (_, sites) => {
    const names = sites.map((site) => site.getFunctionName()).filter((name) => name !== 'safepoint');
    return names.map((name) => `${name}@test.js:1:1\n`).join('');
  };
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(Error, { prepareStackTrace });
});

/** What a program does at a safepoint. */
function safepoint(atEntry: 0 | 1 = 0): void {
  if (--__safepoint_left < 0) __safepoint_look(atEntry);
}

/** Work for so long, with a safepoint each millisecond. */
function work(ms: number): void {
  for (let left = ms; left > 0; left--) {
    nowMs++;
    safepoint();
  }
}

const hot = (ms: number) => work(ms);
const cold = (ms: number) => work(ms);
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

function begin(): void {
  profiles.frequencyHertz = 100;
  sampling.begin(request);
}

/** Milliseconds by the function that is on the stack. */
function millisecondsIn(...names: string[]): number[] {
  const stacks = profiles.submitted.flatMap(({ stacks }) => stacks);
  const of = (name: string) =>
    stacks
      .filter(({ frames }) => frames.includes(name))
      .reduce((sum, { nanoseconds }) => sum + Number(nanoseconds) / 1e6, 0);
  return names.map(of);
}

describe('the sampler', () => {
  it('is asleep when nobody profiles, or when that cannot be read', () => {
    sampling.begin(request);
    work(100);
    expect(__safepoint_left).toBeGreaterThan(1e8);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    profiles.failure = { payload: { tag: 'store', val: 'gone' } };
    expect(sampling.begin(request)).toBe(false);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('store: gone'));
    sampling.submit();
    expect(profiles.submitted).toEqual([]);
  });

  it('counts each period of work where it was done', () => {
    begin();
    safepoint();
    for (let i = 0; i < 10; i++) {
      hot(60);
      cold(20);
    }
    sampling.submit();
    expect(millisecondsIn('hot', 'cold')).toEqual([600, 200]);
    const [profile] = profiles.submitted;
    expect(profile).toMatchObject({
      component: 'tool',
      build: 'tool@0123456789ab',
      labels: [['route', '/items']],
      periodNanoseconds: 10_000_000n,
    });
  });

  it('gives a long time without a safepoint as many samples as it has periods', () => {
    begin();
    safepoint();
    nowMs += 95;
    safepoint();
    sampling.submit();
    expect(profiles.submitted[0]!.stacks).toMatchObject([{ samples: 10, nanoseconds: 100_000_000n }]);
  });

  it('counts what was before a function’s entry as its caller’s', () => {
    const callee = () => safepoint(1);
    const caller = () => {
      nowMs += 50;
      callee();
    };
    begin();
    safepoint();
    caller();
    sampling.submit();
    const { frames } = profiles.submitted[0]!.stacks[0]!;
    expect(frames.split('\n')[0]).toBe('caller@test.js:1:1');
  });

  it('does not count sleep, neither of who sleeps nor of who runs next', async () => {
    begin();
    hot(40);
    await turn();
    nowMs += 5000;
    cold(40);
    await turn();
    nowMs += 5000;
    work(1);
    sampling.submit();
    const [inHot, inCold] = millisecondsIn('hot', 'cold');
    expect(inHot! + inCold!).toBeLessThanOrEqual(90);
    expect(inCold).toBeLessThanOrEqual(50);
  });

  it('counts work after the last safepoint of a job, but as nobody’s', async () => {
    begin();
    safepoint();
    nowMs += 30;
    await turn();
    sampling.submit();
    expect(profiles.submitted[0]!.stacks).toEqual([{ frames: '(no safepoint)', samples: 3, nanoseconds: 30_000_000n }]);
  });

  it('hands over a long request in parts, and nothing twice', () => {
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    begin();
    safepoint();
    hot(3500);
    const early = profiles.submitted.length;
    sampling.submit();
    sampling.submit();
    expect(early).toBeGreaterThanOrEqual(3);
    expect(profiles.submitted.length).toBe(early + 1);
    expect(millisecondsIn('hot')).toEqual([3500]);
  });

  it('keeps the value that a safepoint stands before', () => {
    const program = () => {
      __safepoint_value = 'mine';
      nowMs += 2000;
      safepoint();
      return __safepoint_value;
    };
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
    profiles.frequencyHertz = 100;
    const route = () => {
      __safepoint_value = 'another';
      return '/';
    };
    sampling.begin({ component: '', route });
    safepoint();
    expect(program()).toBe('mine');
    expect(profiles.submitted).toHaveLength(1);
  });

  it('leaves a function’s value alone where what it calls itself has safepoints', () => {
    const { then } = Promise.prototype;
    let looks = 0;
    // biome-ignore lint/suspicious/noThenProperty: as a component with spans has it
    Promise.prototype.then = function (this: Promise<unknown>, ...on) {
      looks++;
      safepoint(1);
      __safepoint_value = 'of another function';
      return then.apply(this, on) as never;
    };
    try {
      begin();
      __safepoint_value = 'of this function';
      safepoint();
    } finally {
      // biome-ignore lint/suspicious/noThenProperty: as it was
      Promise.prototype.then = then;
    }
    expect([looks, __safepoint_value]).toEqual([1, 'of this function']);
  });

  it('names the trace of the request where somebody records it', () => {
    for (const flags of ['01', '00']) {
      setRequestTrace(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}`);
      begin();
      safepoint();
      hot(60);
      sampling.submit();
    }
    setRequestTrace(null);
    expect(profiles.submitted.map(({ labels }) => labels)).toEqual([
      [
        ['route', '/items'],
        ['trace_id', 'a'.repeat(32)],
      ],
      [['route', '/items']],
    ]);
  });

  it('labels what it hands over, and forgets labels with the request', () => {
    begin();
    sampling.label('tool', 'one');
    sampling.label('tool', 'two');
    safepoint();
    hot(20);
    sampling.submit();
    begin();
    safepoint();
    hot(20);
    sampling.submit();
    expect(profiles.submitted.map(({ labels }) => labels)).toEqual([
      [
        ['route', '/items'],
        ['tool', 'two'],
      ],
      [['route', '/items']],
    ]);
  });

  it('says when something is to be swept, and never fails the request', () => {
    profiles.sweepDue = true;
    expect(sampling.begin(request)).toBe(true);
    sampling.sweep();
    expect(profiles.sweeps).toBe(1);
    begin();
    safepoint();
    hot(20);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    profiles.failure = { payload: { tag: 'store', val: 'full' } };
    sampling.submit();
    expect(console.error).toHaveBeenCalledWith(
      expect.stringContaining('samples of this request are lost: store: full'),
    );
  });
});
