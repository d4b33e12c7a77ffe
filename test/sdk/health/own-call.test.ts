import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Check, makeCheck } from '../../../sdk/health/check.ts';
import { answerOwnCall, askInOwnInstance, ownCall } from '../../../sdk/health/own-call.ts';
import { runChecks } from '../../../sdk/health/run.ts';

afterEach(() => void vi.unstubAllGlobals());

const check = (find: Check['find'], deadlineMs = 50) => makeCheck('api', { deadlineMs }, find);
const request = (client: string, path = '/sidecars-health-check/api') =>
  new Request(`http://ready.spin.internal${path}`, { headers: { 'spin-client-addr': client } });

/** The component calls itself: a host that gives the call to another instance with these checks. */
function hostWith(checks: Check[]): void {
  vi.stubGlobal('fetch', async (url: string) => {
    const called = new Request(url, { headers: { 'spin-client-addr': '0.0.0.0:0' } });
    expect(new URL(url).host).toBe('ready.spin.internal');
    return answerOwnCall(ownCall(called)!, checks);
  });
}
const asked = async (of: Check) => (await runChecks([of], askInOwnInstance('ready')))[0]!;

describe('a check in an instance of its own', () => {
  it.each<[string, Check['find'], object]>([
    ['finds what it finds', () => ({ status: 'healthy' }), { status: 'healthy' }],
    ['fails', () => Promise.reject(new Error('boom')), { status: 'unhealthy', reason: 'boom' }],
    ['is unknown', () => ({ status: 'unknown', reason: 'why' }), { status: 'unknown', reason: 'why' }],
    ['hangs', () => new Promise(() => {}), { status: 'unhealthy', reason: 'no answer within 50 ms' }],
  ])('%s as it would here', async (_, find, expected) => {
    hostWith([check(find)]);
    expect(await asked(check(() => Promise.reject(new Error('not here'))))).toMatchObject(expected);
  });

  it('is unhealthy when the instance ends without an answer', async () => {
    vi.stubGlobal('fetch', async () => new Response(null, { status: 500 }));
    expect(await asked(check(() => ({ status: 'healthy' })))).toMatchObject({
      status: 'unhealthy',
      reason: 'the check ended with 500 and without a finding: the log of the host says why',
    });
  });

  it('is unhealthy when the answer is nonsense', async () => {
    vi.stubGlobal('fetch', async () => new Response('nonsense'));
    expect(await asked(check(() => ({ status: 'healthy' })))).toMatchObject({ status: 'unhealthy' });
  });

  it('is not there when no check has its name', async () => {
    expect((await answerOwnCall('other', [])).status).toBe(404);
  });
});

describe('a call of one’s own', () => {
  it('comes from the same app, whatever a client says of itself', () => {
    expect(ownCall(request('0.0.0.0:0'))).toBe('api');
    expect(ownCall(request('10.0.0.7:51234, 0.0.0.0:0'))).toBe('api');
    expect(ownCall(request('0.0.0.0:0, 10.0.0.7:51234'))).toBeUndefined();
    expect(ownCall(new Request('http://ready.spin.internal/sidecars-health-check/api'))).toBeUndefined();
    expect(ownCall(request('0.0.0.0:0', '/ready'))).toBeUndefined();
  });
});
