import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerCall, checksAskedFor, runApart } from '../../../sdk/health/apart.ts';
import { type Check, makeCheck } from '../../../sdk/health/check.ts';

afterEach(() => void vi.unstubAllGlobals());

type Find = Check['find'];
const fine: Find = () => ({ status: 'healthy' });
const alone = (name: string, find: Find = fine) => makeCheck(name, { deadlineMs: 50 }, find);
const sharing = (name: string, find: Find = fine) =>
  makeCheck(name, { deadlineMs: 50 }, find, { sharesInstance: true });
const hangs: Find = () => new Promise(() => {});

const request = (client: string, path = '/sidecars-health-check/api') =>
  new Request(`http://ready.spin.internal${path}`, { headers: { 'spin-client-addr': client } });

/** The component calls itself: a host that gives each call to an instance with these checks. `traps`: what ends one. */
function hostWith(checks: Check[], traps: (names: string[]) => boolean = () => false): string[] {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const names = checksAskedFor(new Request(url, { headers: { 'spin-client-addr': '0.0.0.0:0' } }))!;
    expect(new URL(url).host).toBe('ready.spin.internal');
    calls.push(names.join());
    return traps(names) ? new Response(null, { status: 500 }) : answerCall(names, checks);
  });
  return calls;
}

const outcomesOf = async (checks: Check[], deadlineMs?: number) => {
  const outcomes = await runApart('ready')(checks, deadlineMs);
  expect(outcomes.map(({ name }) => name)).toEqual(checks.map(({ name }) => name));
  return outcomes;
};

describe('checks in instances of their own', () => {
  it.each<[string, Find, object]>([
    ['find what they find', fine, { status: 'healthy' }],
    ['fail', () => Promise.reject(new Error('boom')), { status: 'unhealthy', reason: 'boom' }],
    ['are unknown', () => ({ status: 'unknown', reason: 'why' }), { status: 'unknown', reason: 'why' }],
    ['hang', hangs, { status: 'unhealthy', reason: 'no answer within 50 ms' }],
  ])('%s as they would here', async (_, find, expected) => {
    const there = [alone('a', find), sharing('b', find)];
    hostWith(there);
    const [first, second] = await outcomesOf(there.map((check) => ({ ...check, find: () => Promise.reject() })));
    expect(first).toMatchObject(expected);
    expect(second).toMatchObject(expected);
  });

  it('share one when they only wait for requests', async () => {
    const checks = [sharing('a'), alone('b'), sharing('c'), alone('d')];
    const calls = hostWith(checks);
    const outcomes = await outcomesOf(checks);
    expect(outcomes.every(({ status }) => status === 'healthy')).toBe(true);
    expect(calls.sort()).toEqual(['a,c', 'b', 'd']);
  });

  it('do not suffer from another that hangs', async () => {
    const checks = [sharing('a'), sharing('b', hangs)];
    hostWith(checks);
    expect((await outcomesOf(checks)).map(({ status }) => status)).toEqual(['healthy', 'unhealthy']);
  });

  it('do not suffer from another that ends their instance', async () => {
    const checks = [sharing('a'), sharing('trap'), sharing('c')];
    const calls = hostWith(checks, (names) => names.includes('trap'));
    const [first, second, third] = await outcomesOf(checks);
    expect([first?.status, third?.status]).toEqual(['healthy', 'healthy']);
    expect(second).toMatchObject({
      status: 'unhealthy',
      reason: 'the check ended with 500 and without a finding: the log of the host says why',
    });
    expect(calls).toEqual(['a,trap,c', 'a', 'trap', 'c']);
  });

  it('end with their deadline, or with that of the round, when the instance does not answer at all', async () => {
    const calls: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      calls.push(url);
      return new Promise(() => {});
    });
    const outcomes = await outcomesOf([alone('a'), sharing('b'), sharing('c')], 80);
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      'no answer within 50 ms',
      'no answer within 80 ms',
      'no answer within 80 ms',
    ]);
    expect(calls).toHaveLength(2);
  });

  it.each(['nonsense', '[]', '[{"status":"fine"}]', 'null'])('are unhealthy when the answer is %s', async (text) => {
    vi.stubGlobal('fetch', async () => new Response(text));
    expect(await outcomesOf([alone('a')])).toMatchObject([{ status: 'unhealthy', reason: expect.any(String) }]);
  });

  it('are not there when no check has the name', async () => {
    expect((await answerCall(['a', 'other'], [alone('a')])).status).toBe(404);
  });
});

describe('a call of one’s own', () => {
  it('comes from the same app, whatever a client says of itself', () => {
    expect(checksAskedFor(request('0.0.0.0:0'))).toEqual(['api']);
    expect(checksAskedFor(request('10.0.0.7:51234, 0.0.0.0:0'))).toEqual(['api']);
    expect(checksAskedFor(request('0.0.0.0:0, 10.0.0.7:51234'))).toBeUndefined();
    expect(checksAskedFor(new Request('http://ready.spin.internal/sidecars-health-check/api'))).toBeUndefined();
    expect(checksAskedFor(request('0.0.0.0:0', '/ready'))).toBeUndefined();
  });
});
