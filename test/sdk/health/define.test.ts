// A whole component out of checks, with the host stood in for.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Check, Finding } from '../../../sdk/health/check.ts';
import { custom } from '../../../sdk/health/checks/custom.ts';
import { defineHealth } from '../../../sdk/health/define.ts';
import { values as environment } from '../../support/guest/environment.ts';
import { answerOnce } from '../../support/guest/fetch-event.ts';
import { makeStore, stores } from '../../support/guest/key-value.ts';
import { output } from '../../support/guest/output.ts';
import { lastPush, registry } from '../../support/guest/registry.ts';
import { values as variables } from '../../support/guest/variables.ts';

let finding: Finding | Error = { status: 'healthy' };
let runs = 0;
const api = (options: Partial<Check> = {}) =>
  custom({
    name: 'api',
    ...options,
    run: () => {
      runs++;
      if (finding instanceof Error) throw finding;
      return finding;
    },
  });

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  checks?: Check[];
}

function ask({ method = 'GET', path = '', headers = {}, checks = [api()] }: Asked = {}): Promise<Response> {
  const [pathInfo] = path.split('?');
  const request = new Request(`http://app/ready${path}`, {
    method,
    headers: { 'spin-path-info': pathInfo!, ...headers },
  });
  return answerOnce(() => defineHealth({ checks, drain: true }), request);
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const statuses = async (response: Response) =>
  (await response.json()).checks.map(({ name, status }: Record<string, string>) => `${name} ${status}`);

const said: string[] = [];
beforeEach(() => {
  finding = { status: 'healthy' };
  runs = 0;
  said.length = 0;
  registry.reset();
  stores.clear();
  makeStore('health');
  delete environment.SIDECARS_COMPONENT;
  // it is read once an instance, so it is the same for all tests
  environment.SIDECARS_HEALTH_STORE = 'health';
  for (const name of Object.keys(variables)) delete variables[name];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => void vi.restoreAllMocks());

describe('a probe', () => {
  it('is answered with 200 and the findings, and nobody may keep them', async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await statuses(response)).toEqual(['api healthy', 'drain healthy']);
  });

  it('gets 503 when a critical check fails, and the log says why', async () => {
    finding = new Error('boom');
    const response = await ask();
    expect(response.status).toBe(503);
    expect(await statuses(response)).toEqual(['api unhealthy', 'drain healthy']);
    expect(said).toEqual(['check "api" is unhealthy']);
    expect(JSON.parse(output.stdout.at(-1)!)).toMatchObject({ level: 'warn', check: 'api', reason: 'boom' });
  });

  it('gets 200 and `degraded` when the check is not critical', async () => {
    finding = new Error('boom');
    const response = await ask({ checks: [api({ critical: false })] });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'degraded', checks: [{ status: 'degraded' }, {}] });
  });

  it.each(['HEAD', 'OPTIONS'])('with %s gets the same status', async (method) => {
    expect((await ask({ method })).status).toBe(200);
    makeStore('health');
    finding = new Error('boom');
    const response = await ask({ method });
    expect(response.status).toBe(503);
    expect((await response.text()) === '').toBe(method === 'HEAD');
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('with %s gets 405 and runs nothing', async (method) => {
    const response = await ask({ method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(runs).toBe(0);
  });

  it('of another path gets 404, also when the client names the path itself', async () => {
    expect((await ask({ path: '/other' })).status).toBe(404);
    expect((await ask({ headers: { 'spin-path-info': '/drain, ' } })).status).toBe(200);
  });

  it('can leave checks out', async () => {
    finding = new Error('boom');
    const response = await ask({ path: '?exclude=api' });
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  it('shares what the one before has found', async () => {
    await ask();
    finding = new Error('boom');
    expect((await ask()).status).toBe(200);
    expect(runs).toBe(1);
  });

  it('runs its checks for itself when the store fails, and says so once', async () => {
    makeStore('health', { failure: { payload: { tag: 'other', val: 'disk' } } });
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await statuses(response)).toEqual(['api healthy', 'drain unknown']);
    stores.delete('health');
    expect((await ask()).status).toBe(200);
    expect(runs).toBe(2);
    expect(said).toEqual([
      'the health store "health" failed, nothing is shared',
      'the health store "health" cannot be opened, nothing is shared',
    ]);
  });

  it('without any check is healthy and touches nothing', async () => {
    stores.clear();
    const request = new Request('http://app/health');
    const response = await answerOnce(() => defineHealth({ checks: [] }), request);
    expect(await statuses(response)).toEqual(['component healthy']);
    expect([registry.pushes, said]).toEqual([[], []]);
  });
});

describe('details', () => {
  beforeEach(() => {
    finding = { status: 'unhealthy', reason: 'https://internal answered 500' };
  });

  it('are for who has the token', async () => {
    variables.health_token = 'see';
    expect(await (await ask({ headers: bearer('see') })).text()).toContain('https://internal answered 500');
    variables.drain_token = 'drain';
    expect(await (await ask({ headers: bearer('drain') })).text()).toContain('internal');
  });

  it.each([{}, bearer('wrong'), bearer(''), { authorization: 'Basic c2Vl' }])(
    'are for nobody with %j',
    async (headers) => {
      variables.health_token = 'see';
      expect(await (await ask({ headers })).text()).not.toContain('internal');
    },
  );

  it('are for nobody when there is no token', async () => {
    for (const token of ['', 'undefined']) {
      expect(await (await ask({ headers: bearer(token) })).text()).not.toContain('internal');
    }
    variables.health_token = '';
    expect(await (await ask({ headers: { authorization: 'Bearer' } })).text()).not.toContain('internal');
  });
});

describe('draining', () => {
  const drain = (more: Asked = {}) => ask({ method: 'POST', path: '/drain', headers: bearer('drain'), ...more });
  beforeEach(() => {
    variables.drain_token = 'drain';
  });

  it('fails readiness until it is ended, and is shown', async () => {
    expect(await (await drain()).json()).toEqual({ draining: true, drained_until: expect.any(String) });
    const response = await ask();
    expect(response.status).toBe(503);
    const { checks, drained_until } = await response.json();
    expect(checks.at(-1)).toMatchObject({ name: 'drain', status: 'unhealthy' });
    expect(Date.parse(drained_until) - Date.now()).toBeGreaterThan(290_000);
    expect(await (await drain({ method: 'DELETE' })).json()).toEqual({ draining: false });
    expect((await ask()).status).toBe(200);
  });

  it('ends by itself', async () => {
    await drain({ path: '/drain?seconds=1' });
    expect((await ask()).status).toBe(503);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1001);
    expect((await ask()).status).toBe(200);
  });

  it('does not touch liveness', async () => {
    await drain();
    const response = await answerOnce(() => defineHealth({ checks: [api()] }), new Request('http://app/health'));
    expect(response.status).toBe(200);
  });

  it.each([{}, bearer('wrong'), bearer('drain2'), { authorization: 'drain' }])(
    'is refused with %j',
    async (headers) => {
      variables.health_token = 'wrong';
      expect((await drain({ headers })).status).toBe(401);
      expect((await ask()).status).toBe(200);
    },
  );

  it('is off without a token', async () => {
    for (const token of [undefined, '']) {
      if (token === undefined) delete variables.drain_token;
      else variables.drain_token = token;
      expect((await drain({ headers: bearer('') })).status).toBe(404);
    }
  });

  it.each(['0', '3601', '-1', '1.5', '', 'x', '99999'])('for "%s" seconds is refused', async (seconds) => {
    expect((await drain({ path: `/drain?seconds=${seconds}` })).status).toBe(400);
    expect((await ask()).status).toBe(200);
  });

  it('knows two methods', async () => {
    const response = await drain({ method: 'GET' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
  });

  it('says so when the store fails', async () => {
    makeStore('health', { failure: { payload: { tag: 'other', val: 'disk' } } });
    const response = await drain();
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('disk');
  });
});

describe('metrics', () => {
  it('are pushed by who ran the checks, after the answer', async () => {
    finding = { status: 'unhealthy' };
    await ask({ checks: [api({ critical: false }), custom({ name: 'fine', run: () => {} })] });
    expect(lastPush()).toEqual({
      'sidecars_health_status{check="api",component="unknown"}': 0.5,
      'sidecars_health_status{check="fine",component="unknown"}': 1,
      'sidecars_health_status{check="drain",component="unknown"}': 1,
      'sidecars_health_check_duration_seconds{check="api",component="unknown"}': [expect.any(Number)],
      'sidecars_health_check_duration_seconds{check="fine",component="unknown"}': [expect.any(Number)],
      'sidecars_health_last_transition_timestamp_seconds{check="api",component="unknown"}': expect.any(Number),
      'sidecars_health_last_transition_timestamp_seconds{check="fine",component="unknown"}': expect.any(Number),
    });
    await ask();
    expect(registry.pushes).toHaveLength(2);
    await ask();
    expect(registry.pushes).toHaveLength(2);
  });

  it('have no number for what is unknown, and cost a log line when they cannot be stored', async () => {
    finding = { status: 'unknown' };
    await ask();
    expect(lastPush()['sidecars_health_status{check="api",component="unknown"}']).toBeNaN();
    registry.failure = { payload: { tag: 'store', val: 'away' } };
    makeStore('health');
    expect((await ask()).status).toBe(200);
    expect(said).toContain('the metrics of a round of checks were not stored');
  });
});
