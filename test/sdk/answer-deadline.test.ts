import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const name = 'SIDECARS_DEADLINE_SECONDS';

let logged: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  vi.useFakeTimers();
  // the environment is read once an instance
  vi.resetModules();
  logged = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  logged.mockRestore();
});

async function setVariable(text: string): Promise<void> {
  const { values } = await import('../support/guest/environment.ts');
  values[name] = text;
}

/** Milliseconds until it gives up, at most `withinMs`. */
async function givesUpAfter(deadlineMs: number | undefined, withinMs = 1_000_000): Promise<number | undefined> {
  const { atDeadline } = await import('../../sdk/answer-deadline.ts');
  const started = Date.now();
  let after: number | undefined;
  atDeadline(deadlineMs, (ms) => {
    after = ms;
    // a timer of 0 ms takes one
    expect([ms, ms + 1]).toContain(Date.now() - started);
  });
  vi.advanceTimersByTime(withinMs);
  return after;
}

describe('the deadline of an answer', () => {
  it('is the one that was given, to the millisecond', async () => {
    await setVariable('7');
    expect(await givesUpAfter(250)).toBe(250);
    expect(await givesUpAfter(0)).toBeUndefined();
  });

  it.each([
    [undefined, 60_000],
    ['', 60_000],
    ['1', 1000],
    ['90', 90_000],
    ['0', undefined],
  ])('else is what the environment says: %s', async (text, expectedMs) => {
    if (text !== undefined) await setVariable(text);
    expect(await givesUpAfter(undefined)).toBe(expectedMs);
    expect(logged).not.toHaveBeenCalled();
  });

  it.each(['soon', '1.5', '-1'])('is a minute, and a line in the log, when that is %s', async (text) => {
    await setVariable(text);
    expect(await givesUpAfter(undefined)).toBe(60_000);
    expect(String(logged.mock.calls[0])).toContain(`${name} is "${text}", expected whole seconds`);
  });

  it('does not pass once the answer is there', async () => {
    const { atDeadline } = await import('../../sdk/answer-deadline.ts');
    const giveUp = vi.fn();
    const early = atDeadline(undefined, giveUp);
    early();
    const late = atDeadline(undefined, giveUp);
    vi.advanceTimersByTime(5000);
    late();
    vi.advanceTimersByTime(1_000_000);
    expect(giveUp).not.toHaveBeenCalled();
  });
});
