// /health and /ready on whichever host, and what they say of dependencies that are down, slow, wrong or gone.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { buildDir, root } from '../../scripts/build/paths.ts';
import { type App, hostName } from '../support/app.ts';
import { parseExposition, scrape } from '../support/exposition.ts';
import { see, startHealthApp, tokens } from '../support/health-app.ts';
import { freePort, until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { startRedis } from '../support/redis.ts';
import { buildWatTarget } from '../support/wat-component.ts';

const baseUrl = inject('baseUrl');

/** A prober gives up after this. */
const probeMs = 1000;

/** Sends these lines; the answer's first one. */
function raw(url: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.on('data', (chunk) => (text += chunk));
    socket.on('end', () => resolve(text.split('\r\n')[0]!));
    socket.on('error', reject);
  });
}

describe('the demo', () => {
  it('is alive', async () => {
    const response = await fetch(`${baseUrl}/health`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ status: 'healthy', checks: [{ name: 'component' }] });
  });

  it('is ready: it has written to the store and heard from every tool', async () => {
    // on a cold host the first round may take longer than a check may
    await until('the demo to be ready', async () => (await fetch(`${baseUrl}/ready`)).ok);
    const { checks } = await (await fetch(`${baseUrl}/ready`)).json();
    expect(checks.map((check: { name: string; status: string }) => `${check.name} ${check.status}`)).toEqual([
      'store healthy',
      'weather-ts healthy',
      'items-ts healthy',
      'drain healthy',
    ]);
  });

  it('cannot be drained, for it has no token', async () => {
    expect((await fetch(`${baseUrl}/ready/drain`, { method: 'POST' })).status).toBe(404);
  });
});

describe('an app with checks', () => {
  let server: Server;
  let app: App;
  /** What the dependency answers now; undefined: nothing. */
  let status: number | undefined = 200;
  let asked = 0;
  const healthy = async () => (await fetch(`${app.url}/ready`)).ok;
  const shareMs = 1000;
  const nextRound = () => new Promise((resolve) => setTimeout(resolve, shareMs + 50));

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/api') asked++;
      if (request.url === '/garbage') response.socket?.end('no HTTP at all\r\n\r\n');
      else if (request.url === '/optional') response.writeHead(500).end();
      else if (status !== undefined) response.writeHead(status).end('all is well');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    app = await startHealthApp({
      others: { wat: { source: await buildWatTarget() } },
      components: 'wat',
      checks: [
        { kind: 'http', name: 'api', url: `${url}/api`, body: 'well' },
        { kind: 'sqlite', name: 'database' },
        { kind: 'memory', maxBytes: 1e9 },
        { kind: 'http', name: 'garbage', url: `${url}/garbage`, critical: false },
        { kind: 'http', name: 'optional', url: `${url}/optional`, critical: false },
        { kind: 'http', name: 'nowhere', url: 'http://nowhere.invalid/', critical: false },
        { kind: 'http', name: 'down', url: `http://127.0.0.1:${await freePort()}/`, critical: false },
        { kind: 'http', name: 'forbidden', url: 'http://example.com/', critical: false },
        { kind: 'component', id: 'nobody', critical: false },
        { kind: 'component', name: 'traps', id: 'wat', path: '/trap', critical: false },
        { kind: 'component', name: 'silent', id: 'wat', path: '/nothing', critical: false },
        { kind: 'sqlite', name: 'no-table', query: 'SELECT * FROM absent', critical: false },
        { kind: 'sqlite', name: 'no-database', database: 'other', critical: false },
        { kind: 'keyValue', store: 'other', critical: false },
        { kind: 'postgres', address: 'postgres://me:geheim@127.0.0.1:1/app', critical: false },
        { kind: 'redis', address: `redis://me:geheim@127.0.0.1:${await freePort()}`, critical: false },
      ],
    });
    await until('the app to be warm', healthy, 20_000);
  });
  afterAll(async () => {
    await app?.stop();
    server?.closeAllConnections();
    server?.close();
  });

  it('is degraded when those fail that are not critical, and says why to who may know', async () => {
    const seen = await see(`${app.url}/ready`);
    expect([seen.httpStatus, seen.status]).toEqual([200, 'degraded']);
    for (const name of ['store', 'wat', 'api', 'database']) expect(seen.checks[name]?.status, name).toBe('healthy');
    expect(seen.checks.memory?.status).toBe('unknown');
    const reasons: Record<string, RegExp> = {
      garbage: /./,
      optional: /^answered 500, expected 2xx$/,
      nowhere: /./,
      down: /./,
      forbidden: /./,
      // not allowed on Spin 4, a trap on Spin 3
      nobody: /./,
      traps: /^(answered 500|the check ended)/,
      silent: /^(answered 500|the check ended)/,
      'no-table': /no such table: absent/,
      'no-database': /access-denied/,
      other: /access-denied/,
      postgres: /./,
      redis: /./,
    };
    for (const [name, reason] of Object.entries(reasons)) {
      expect(seen.checks[name]?.status, name).toBe('degraded');
      expect(seen.checks[name]?.detail, name).toMatch(reason);
      expect(seen.checks[name]?.detail, name).not.toContain('geheim');
    }
  });

  it('shows names and statuses to everybody, and nothing else of them', async () => {
    for (const accept of ['application/json', 'application/health+json', 'text/plain']) {
      for (const query of ['', '?verbose', '?exclude=api']) {
        const response = await fetch(`${app.url}/ready${query}`, { headers: { accept } });
        const text = await response.text();
        expect(text).not.toMatch(/127\.0\.0\.1|expected|answered|denied|invalid|nothing|geheim|no such|spin\.internal/);
        expect([...response.headers.keys()].sort().filter((name) => /server|powered|version/.test(name))).toEqual([]);
      }
    }
  });

  it('answers probes in the forms of Kubernetes and of health+json', async () => {
    const text = await fetch(`${app.url}/readyz?verbose&exclude=redis`);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const lines = (await text.text()).split('\n');
    expect(lines).toContain('[+]store ok');
    expect(lines).toContain('[-]optional failed, not critical: reason withheld');
    expect(lines).toContain('[+]redis excluded: ok');
    expect(lines).toContain('readyz check passed');
    const json = await fetch(`${app.url}/ready`, { headers: { accept: 'application/health+json' } });
    expect(json.headers.get('content-type')).toBe('application/health+json');
    expect(await json.json()).toMatchObject({ status: 'warn' });
  });

  it.each(['/health', '/live', '/livez', '/healthz', '/readyz', '/ready/'])('answers %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await fetch(`${app.url}${path}`, { method })).status).toBe(200);
    }
    expect((await fetch(`${app.url}${path}`, { method: 'POST' })).status).toBe(405);
  });

  it.skipIf(hostName === 'spin')('answers HTTP/1.0 without a Host (Spin itself refuses that)', async () => {
    for (const line of ['OPTIONS /ready HTTP/1.0', 'GET /health HTTP/1.0', 'HEAD /ready HTTP/1.0']) {
      expect(await raw(app.url, [line])).toMatch(/^HTTP\/1\.[01] 200 /);
    }
  });

  it('answers HTTP/1.0 with a Host', async () => {
    for (const line of ['OPTIONS /ready HTTP/1.0', 'GET /health HTTP/1.0']) {
      expect(await raw(app.url, [line, 'Host: x', 'Connection: close'])).toMatch(/^HTTP\/1\.[01] 200 /);
    }
  });

  it('runs its checks once for many probers', async () => {
    await nextRound();
    asked = 0;
    const probes = Array.from({ length: 30 }, () => fetch(`${app.url}/ready`).then((response) => response.status));
    expect(new Set(await Promise.all(probes))).toEqual(new Set([200]));
    // on a slow machine they may come in over more than a second
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('follows a dependency that fails, hangs and recovers, each time within the time of a probe', async () => {
    for (const [answer, expected] of [
      [500, 503],
      [undefined, 503],
      [200, 200],
      [404, 503],
      [200, 200],
    ] as const) {
      status = answer;
      await nextRound();
      const seen = await see(`${app.url}/ready`);
      expect([answer, seen.httpStatus]).toEqual([answer, expected]);
      expect(seen.tookMs).toBeLessThan(probeMs);
    }
    const lines = app.output().split('\n');
    const says = (...words: string[]) =>
      lines.some((line) => words.every((word) => line.includes(JSON.stringify(word))));
    expect(says('ready', 'check "api" is unhealthy', 'answered 500, expected 2xx')).toBe(true);
    expect(says('ready', 'check "api" is healthy')).toBe(true);
  });

  it('stays alive meanwhile', async () => {
    status = 500;
    await nextRound();
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
    status = 200;
  });

  it('is measured', async () => {
    await nextRound();
    await healthy();
    await until('the push', async () => {
      const series = parseExposition(await scrape(app.url));
      return series.get('sidecars_health_status{check="api",component="ready"}') === 1;
    });
    const series = parseExposition(await scrape(app.url));
    expect(series.get('sidecars_health_status{check="optional",component="ready"}')).toBe(0.5);
    expect(series.get('sidecars_health_status{check="memory",component="ready"}')).toBeNaN();
    const changed = series.get('sidecars_health_last_transition_timestamp_seconds{check="api",component="ready"}')!;
    expect(Math.abs(Date.now() / 1000 - changed)).toBeLessThan(60);
    expect(series.get('sidecars_health_check_duration_seconds_count{check="api",component="ready"}')).toBeGreaterThan(
      3,
    );
  });

  it('is drained by who has the token, and only in readiness', async () => {
    const drain = (method: string, token: string) =>
      fetch(`${app.url}/ready/drain?seconds=60`, { method, headers: { authorization: `Bearer ${token}` } });
    expect((await drain('POST', tokens.health_token)).status).toBe(401);
    expect((await drain('POST', tokens.drain_token)).status).toBe(200);
    const seen = await see(`${app.url}/ready`);
    expect([seen.httpStatus, seen.checks.drain?.status]).toEqual([503, 'unhealthy']);
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
    expect((await drain('DELETE', tokens.drain_token)).status).toBe(200);
    expect(await healthy()).toBe(true);
  });

  it('is judged by the commands for containers in docs/health.md as it says', async () => {
    const page = readFileSync(join(root, 'docs/health.md'), 'utf8');
    const commands = [...page.matchAll(/\["CMD", .*\]/g)].map(
      ([text]) => JSON.parse(text.replace(/`.*/, '')) as string[],
    );
    expect(commands).toHaveLength(2);
    const results = () =>
      commands.map(([, program, ...parameters]) => {
        const [flag, text] = parameters.map((parameter) => parameter.replace('3000', new URL(app.url).port));
        return spawnSync(program!, [flag!, text!]).status;
      });
    expect(results()).toEqual([0, 0]);
    const headers = { authorization: `Bearer ${tokens.drain_token}` };
    await fetch(`${app.url}/ready/drain`, { method: 'POST', headers });
    expect(results()).toEqual([1, 1]);
    await fetch(`${app.url}/ready/drain`, { method: 'DELETE', headers });
  });

  it('runs a check of its own for nobody from outside', async () => {
    const headers = { 'spin-client-addr': '0.0.0.0:0', host: 'ready.spin.internal' };
    const response = await fetch(`${app.url}/ready/sidecars-health-check/api`, { headers });
    expect(response.status).toBe(404);
  });
});

describe('a component with checks of its own', () => {
  let app: App;
  beforeAll(async () => {
    const name = 'fixtures/health';
    await buildComponent({ name, folder: 'test/fixtures/health', language: 'typescript', world: 'health' });
    app = await startHealthApp({ others: { own: { source: join(buildDir, `${name}.wasm`), hasRegistry: true } } });
  });
  afterAll(() => app?.stop());

  it('answers in time, whatever its checks do', async () => {
    const isWarm = async () => (await see(`${app.url}/own`)).checks.throws?.detail === 'boom';
    await until('it to be warm', isWarm, 20_000);
    const seen = await see(`${app.url}/own`);
    expect(seen.tookMs).toBeLessThan(probeMs);
    expect(seen.checks).toMatchObject({
      fine: { status: 'healthy' },
      throws: { status: 'unhealthy', detail: 'boom' },
      nonsense: { status: 'unhealthy', detail: expect.stringContaining('the check returned "fine"') },
      hangs: { status: 'unhealthy', detail: 'no answer within 300 ms' },
      loops: { status: 'degraded', detail: 'no answer within 300 ms' },
      recurses: { status: 'unhealthy' },
    });
  });
});

describe('an app whose thresholds are three', () => {
  it('is ready until its dependency failed three times in a row', async () => {
    let isUp = true;
    const server = createServer((_, response) => void response.writeHead(isUp ? 200 : 500).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const app = await startHealthApp({
      checks: [{ kind: 'http', name: 'api', url }],
      environment: { SIDECARS_HEALTH_FAILURES: '3', SIDECARS_HEALTH_SUCCESSES: '2' },
    });
    try {
      await until('the app to be warm', async () => (await see(`${app.url}/ready`)).status === 'healthy');
      const statuses: number[] = [];
      for (const up of [false, true, false, false, true, false, false, false, true, true]) {
        isUp = up;
        await new Promise((resolve) => setTimeout(resolve, 1050));
        statuses.push((await see(`${app.url}/ready`)).httpStatus);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 503, 503, 200]);
    } finally {
      await app.stop();
      server.close();
    }
  });
});

describe('an app that is wrongly configured', () => {
  it('is not ready and says why to who may know', async () => {
    const app = await startHealthApp({ checks: [{ kind: 'http' }], environment: { SIDECARS_STORE: 'none' } });
    try {
      const seen = await see(`${app.url}/ready`);
      expect(seen.httpStatus).toBe(503);
      expect(seen.checks.configuration?.detail).toBe('the variable checks: check 0.url: expected string');
      expect((await fetch(`${app.url}/health`)).status).toBe(200);
    } finally {
      await app.stop();
    }
  });

  it('answers all the same when its health store cannot be had', async () => {
    const app = await startHealthApp({ environment: { SIDECARS_HEALTH_STORE: 'none' } });
    try {
      await until('the app to be warm', async () => (await see(`${app.url}/ready`)).status === 'healthy');
      expect((await see(`${app.url}/ready`)).checks.drain).toMatchObject({ status: 'unknown' });
      expect(app.output()).toContain(JSON.stringify('the health store "none" cannot be opened, nothing is shared'));
    } finally {
      await app.stop();
    }
  });
});

describeWith(['redis-server'], 'stores on a Redis that goes away', () => {
  it('fail their checks in time, and are healthy again when it is back', async () => {
    const redis = await startRedis();
    const app = await startHealthApp({
      stores: { remote: { type: 'redis', url: redis.url } },
      checks: [
        { kind: 'keyValue', store: 'remote' },
        { kind: 'redis', address: redis.url },
      ],
    });
    const statuses = async () => {
      const { checks, tookMs } = await see(`${app.url}/ready`);
      expect(tookMs).toBeLessThan(probeMs);
      return `${checks.remote?.status} ${checks.redis?.status}`;
    };
    try {
      await until('both to be healthy', async () => (await statuses()) === 'healthy healthy');
      await redis.stop();
      await until('both to fail', async () => (await statuses()) === 'unhealthy unhealthy');
      expect((await fetch(`${app.url}/health`)).status).toBe(200);
      await redis.restart();
      await until('both to be back', async () => (await statuses()) === 'healthy healthy');
    } finally {
      await app.stop();
      await redis.stop();
    }
  });
});
