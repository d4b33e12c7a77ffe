// The observer in front of a plain server, and of components that are not JavaScript: what a client sends and gets is what
// it would without it, and what passed is counted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasProcessFiles, processAt, residentBytes } from '../../bench/support/process.ts';
import { type App, hostName } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { startObserverApp } from '../support/observer-app.ts';
import { until } from '../support/ports.ts';
import { bytesOf, type Plan, startUpstream, type Upstream, withPlan } from '../support/upstream.ts';
import { buildWatTarget } from '../support/wat-component.ts';
import { send, type WireRequest } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream();
  const source = await buildWatTarget();
  app = await startObserverApp({
    front: {
      route: '/...',
      environment: {
        OBSERVE_TARGET: upstream.url,
        SIDECARS_COMPONENT: 'upstream',
        OBSERVE_ROUTES: '/exact, /users/:id, /files/...',
      },
    },
    'hasty-front': {
      route: '/hasty/...',
      environment: { OBSERVE_TARGET: upstream.url, SIDECARS_COMPONENT: 'hasty', OBSERVE_TIMEOUT: '300ms' },
    },
    'wat-front': {
      route: '/wat/...',
      environment: { OBSERVE_TARGET: 'wat', OBSERVE_STRIP_ROUTE: 'true', OBSERVE_ROUTES: '/wat/*' },
    },
    // in front of an id that others call: the observer has the id, the component another one
    wat: { environment: { OBSERVE_TARGET: 'wat-itself', OBSERVE_ROUTES: '/:all' } },
    'wat-itself': { source, hasRegistry: false, hasStore: false },
    'refused-front': { route: '/refused/...', environment: { OBSERVE_TARGET: 'http://127.0.0.1:1' } },
    'nobody-front': { route: '/nobody/...', environment: { OBSERVE_TARGET: 'nobody' } },
    'empty-front': { route: '/empty/...' },
    'storeless-front': { route: '/storeless/...', environment: { OBSERVE_TARGET: upstream.url }, hasStore: false },
    'logging-front': {
      route: '/logged/...',
      environment: { OBSERVE_TARGET: upstream.url, LOG_FORMAT: 'json', SIDECARS_COMPONENT: 'logged' },
    },
  });
});

afterAll(async () => {
  await app?.stop();
  await upstream?.close();
});

const both = async (path: string, plan: Plan, request: WireRequest = {}) => {
  const direct = await send(upstream.url + withPlan(path, plan), request);
  const sent = await upstream.received(path);
  const observed = await send(app.url + withPlan(path, plan), request);
  return { direct, observed, sent, passed: await upstream.received(path) };
};

/** What the test compares of an answer. */
const answerOf = ({ status, headers, bytes, hash, isWhole }: Awaited<ReturnType<typeof send>>) => ({
  status,
  headers,
  bytes,
  hash,
  isWhole,
});

/** hyper, which is Spin's server, leaves it out of every 304. */
const without304Length = (answer: ReturnType<typeof answerOf>) => {
  const keeps = hostName !== 'spin' || answer.status !== 304;
  return { ...answer, headers: answer.headers.filter(([name]) => keeps || name !== 'content-length') };
};

/** What the host or the observer adds or must not pass on. */
const added = /^(host|connection|transfer-encoding|traceparent|sidecars-observed|x-forwarded-(for|host|proto))$/;
const passedHeaders = (headers: [string, string][]) => headers.filter(([name]) => !added.test(name)).sort();

/** How much a series of a component has grown since `before`. */
async function counted(before: string, name: string, labels: Record<string, string>): Promise<number> {
  return sumOf(await scrape(app.url), name, labels) - sumOf(before, name, labels);
}

describe('an answer', () => {
  it.each<[string, Plan, WireRequest]>([
    ['small', { chunks: [5], declaresLength: true }, {}],
    ['small, chunked', { chunks: [5, 7] }, {}],
    ['without a body', { declaresLength: true }, {}],
    ['without a body, chunked', {}, {}],
    ['of many chunks', { chunks: Array(200).fill(999) }, {}],
    ['large', { chunks: [3_000_000], declaresLength: true }, {}],
    ['large, chunked', { chunks: [1_000_000, 1_000_000, 1] }, {}],
    ['slow', { chunks: [1, 2, 3], delayMs: 30, declaresLength: true }, {}],
    ['slow, chunked', { chunks: [1, 2, 3], delayMs: 30 }, {}],
    ['201', { status: 201, chunks: [3] }, {}],
    ['204', { status: 204 }, {}],
    [
      '304 with the length of the other one',
      {
        status: 304,
        headers: [
          ['content-length', '5'],
          ['etag', '"x"'],
        ],
      },
      {},
    ],
    ['a redirect', { status: 307, headers: [['location', 'http://example.test/a?b']], declaresLength: true }, {}],
    ['an error', { status: 503, chunks: [4], headers: [['retry-after', '1']] }, {}],
    ['an odd status', { status: 599, chunks: [4] }, {}],
    ['to HEAD', { headers: [['content-length', '12345']] }, { method: 'HEAD' }],
    ['to HEAD, chunked', { chunks: [] }, { method: 'HEAD' }],
    ['to OPTIONS', { headers: [['allow', 'GET']], declaresLength: true }, { method: 'OPTIONS' }],
    ['to a method nobody knows', { chunks: [2], declaresLength: true }, { method: 'PURGE' }],
    [
      'with repeated headers',
      {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['x-a', '1'],
          ['X-A', '2'],
          ['x-empty', ''],
        ],
      },
      {},
    ],
    ['with an encoding', { chunks: [9], headers: [['content-encoding', 'gzip']], declaresLength: true }, {}],
    ['that broke off', { chunks: [5], declaresLength: true, cut: 'within', delayMs: 30 }, {}],
  ])('passes unchanged: %s', async (_, plan, request) => {
    const { direct, observed } = await both('/exact', plan, request);
    expect(direct.status).toBe(plan.status ?? 200);
    expect(answerOf(observed)).toEqual(without304Length(answerOf(direct)));
  });

  it('does not wait for its body', async () => {
    const { headMs, firstByteMs } = await send(app.url + withPlan('/exact', { chunks: [1, 1], delayMs: 400 }));
    expect(firstByteMs).toBeLessThan(750);
    expect(headMs).toBeLessThan(750);
  });
});

describe('a request', () => {
  it.each<[string, WireRequest]>([
    ['GET', {}],
    ['with headers', { headers: { 'X-A': ['1', '2'], Cookie: 'a=b', Accept: '*/*', 'X-Empty': '' } }],
    ['with a body', { method: 'POST', body: [bytesOf(10)], headers: { 'content-length': 10 } }],
    ['with a chunked body', { method: 'POST', body: [bytesOf(10), bytesOf(20), bytesOf(30)] }],
    ['with a large body', { method: 'PUT', body: [bytesOf(3_000_000)], headers: { 'content-length': 3_000_000 } }],
    ['with a large chunked body', { method: 'PUT', body: Array(40).fill(bytesOf(100_000)) }],
    ['DELETE with a body', { method: 'DELETE', body: [bytesOf(3)], headers: { 'content-length': 3 } }],
    ['of a method nobody knows', { method: 'PURGE' }],
  ])('passes unchanged: %s', async (_, request) => {
    const { sent, passed, direct, observed } = await both('/users/%7Ea/..%2fb;c', { chunks: [2] }, request);
    expect(passedHeaders(passed.headers)).toEqual(passedHeaders(sent.headers));
    expect({ ...passed, headers: [] }).toEqual({ ...sent, headers: [] });
    expect(answerOf(observed)).toEqual(answerOf(direct));
  });

  it('is answered while it is still on its way', async () => {
    const body = Array(30).fill(bytesOf(200_000));
    const { direct, observed } = await both(
      '/exact',
      { chunks: [500_000], request: 'read-meanwhile' },
      { method: 'PUT', body },
    );
    expect(answerOf(observed)).toEqual(answerOf(direct));
  });

  it('is passed on to its end also when the answer was whole before', async () => {
    const request = { method: 'POST', body: Array(9).fill(bytesOf(100_000)), headers: { 'content-length': 900_000 } };
    const plan: Plan = { chunks: [300, 300], declaresLength: true, request: 'read-meanwhile' };
    const { sent, passed } = await both('/exact', plan, request);
    expect([passed.bytes, passed.isWhole]).toEqual([sent.bytes, true]);
  });

  it('that nobody reads is answered all the same', async () => {
    const plan: Plan = { chunks: [5], declaresLength: true, request: 'ignored' };
    const observed = await send(app.url + withPlan('/exact', plan), {
      method: 'POST',
      body: [bytesOf(100)],
      headers: { 'content-length': 100 },
    });
    expect(observed.status).toBe(200);
  });

  it('with Expect: 100-continue gets its 100', async () => {
    const request: WireRequest = {
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 4 },
      body: [bytesOf(4)],
    };
    const { passed, observed } = await both('/exact', { chunks: [1] }, request);
    expect([passed.bytes, observed.status]).toEqual([4, 200]);
  });

  it('says whom it is from, and of which trace it is', async () => {
    const headersOf = async (request: WireRequest) => {
      await send(app.url + withPlan('/exact', {}), request);
      return new Map((await upstream.received('/exact')).headers);
    };
    const made = await headersOf({ headers: { 'spin-path-info': '/made-up', 'x-forwarded-for': '192.0.2.1' } });
    expect(made.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(made.get('x-forwarded-host')).toBe(new URL(app.url).host);
    expect(made.get('x-forwarded-proto')).toBe('http');
    expect(made.get('x-forwarded-for')).toMatch(/127\.0\.0\.1$/);
    expect([...made.keys()].filter((name) => name.startsWith('spin-'))).toEqual([]);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    expect((await headersOf({ headers: { traceparent } })).get('traceparent')).toBe(traceparent);
    const odd = { traceparent: 'something else' };
    expect((await headersOf({ headers: odd })).get('traceparent')).toBe('something else');
  });
});

describe.skipIf(!hasProcessFiles)('the memory of the host (skipped without /proc)', () => {
  const megabyte = 1_000_000;
  const size = 400;

  it('does not grow with what passes, in either direction', async () => {
    const pid = processAt(app.url);
    const body = Array(size).fill(bytesOf(megabyte));
    await send(app.url + withPlan('/files/warm', { chunks: [megabyte] }), { method: 'PUT', body: body.slice(0, 20) });
    const before = residentBytes(pid);
    const up = await send(app.url + withPlan('/files/up', {}), { method: 'PUT', body });
    expect([up.status, (await upstream.received('/files/up')).bytes]).toEqual([200, size * megabyte]);
    const down = await send(app.url + withPlan('/files/down', { chunks: Array(size).fill(megabyte) }));
    expect([down.bytes, down.isWhole]).toEqual([size * megabyte, true]);
    expect(residentBytes(pid) - before).toBeLessThan((size / 3) * megabyte);
  }, 120_000);
});

describe('what passed is counted', () => {
  it('with method, route, status and sizes, before the answer has ended', async () => {
    const before = await scrape(app.url);
    const body = [bytesOf(60_000), bytesOf(40_000)];
    for (const plan of [{ chunks: [7], declaresLength: true }, { chunks: [3, 4] }, { chunks: [3, 4], delayMs: 30 }]) {
      await send(app.url + withPlan('/users/7', { ...plan, status: 202 }), { method: 'POST', body });
      await send(app.url + withPlan('/users/8', { ...plan, status: 202, delayMs: 20 }), { method: 'POST', body });
    }
    const labels = { component: 'upstream', method: 'POST', route: '/users/:id', status: '202' };
    const after = await scrape(app.url);
    const grown = (name: string) => sumOf(after, name, labels) - sumOf(before, name, labels);
    expect(grown('http_requests_total')).toBe(6);
    expect(grown('http_request_duration_seconds_count')).toBe(6);
    expect(grown('http_request_duration_seconds_sum')).toBeGreaterThan(0.02 + 0.02 + 0.04 + 0.06);
    expect(grown('http_request_size_bytes_sum')).toBe(600_000);
    expect(grown('http_response_size_bytes_sum')).toBe(42);
  });

  it('a long answer’s head apart from its whole', async () => {
    const before = await scrape(app.url);
    await send(app.url + withPlan('/files/a/b', { chunks: [1, 1, 1], delayMs: 200 }));
    const labels = { component: 'upstream', route: '/files/...' };
    expect(await counted(before, 'http_response_head_seconds_count', labels)).toBe(1);
    const head = await counted(before, 'http_response_head_seconds_sum', labels);
    const whole = await counted(before, 'http_request_duration_seconds_sum', labels);
    expect(whole - head).toBeGreaterThan(0.3);
  });

  it('under one value for all paths that are no route', async () => {
    const series = async () => sumOf(await scrape(app.url), 'sidecars_registry_series');
    await send(`${app.url}/nowhere`);
    const before = await series();
    for (let index = 0; index < 100; index++) await send(`${app.url}/${(index * 2654435761).toString(36)}`);
    expect(await series()).toBe(before);
  });

  it('with the trace that a client names as exemplar, and with none that we made', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await send(`${app.url}/exact`);
    await send(`${app.url}/exact`, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    const accept = 'application/openmetrics-text;version=1.0.0';
    const text = await (await fetch(`${app.url}/metrics`, { headers: { accept } })).text();
    expect([...text.matchAll(/trace_id="([^"]+)"/g)].map(([, id]) => id)).toEqual([traceId]);
  });
});

describe('a component that is not JavaScript', () => {
  it('is observed at its route, and where another component calls it', async () => {
    const before = await scrape(app.url);
    const answer = await send(`${app.url}/wat/x`);
    expect([answer.status, answer.body]).toEqual([200, 'hello from wat\n']);
    expect(await counted(before, 'http_requests_total', { component: 'wat', route: '/wat/*', status: '200' })).toBe(1);
    const inner = { component: 'wat-itself', route: '/:all', status: '200' };
    expect(await counted(before, 'http_requests_total', inner)).toBe(1);
    expect(await counted(before, 'http_response_size_bytes_sum', inner)).toBe(15);
  });

  it.each(['/wat/trap', '/wat/nothing'])('that traps is a 500 and named a crash: %s', async (path) => {
    const before = await scrape(app.url);
    expect(await send(app.url + path)).toMatchObject({ status: 500, bytes: 0 });
    expect(await counted(before, 'http_requests_total', { component: 'wat-itself', status: '500' })).toBe(1);
    const labels = { component: 'wat-itself', outcome: 'target_crashed' };
    expect(await counted(before, 'http_observer_failures_total', labels)).toBe(1);
  });
});

describe('a failure', () => {
  it.each([
    ['refused', '/refused/x', {}, 502, '127.0.0.1:1', 'refused'],
    ['an unknown target', '/nobody/x', {}, 502, 'nobody', 'denied'],
    ['no target', '/empty/x', {}, 500, '', 'misconfigured'],
    ['too late', '/hasty/x', { delayMs: 2000 }, 504, 'hasty', 'timeout'],
    ['cut before the head', '/hasty/y', { cut: 'before' }, 502, 'hasty', 'target_failed'],
    [
      'cut within the body',
      '/hasty/z',
      { cut: 'within', declaresLength: true, chunks: [5] },
      200,
      'hasty',
      'target_aborted',
    ],
  ] as const)('is counted as what it is: %s', async (_, path, plan, status, component, outcome) => {
    const before = await scrape(app.url);
    const answer = await send(app.url + withPlan(path, plan as Plan));
    expect(answer.status).toBe(status);
    const failures = await counted(before, 'http_observer_failures_total', { outcome });
    expect(failures).toBe(1);
    if (component) {
      expect(await counted(before, 'http_requests_total', { component, status: String(status) })).toBe(1);
      expect(app.output()).toContain(`http-observer: component "${component}": ${outcome}: `);
    }
  });

  it('is none while it is the client that is slow', async () => {
    const body = [bytesOf(40_000), bytesOf(40_000), bytesOf(40_000)];
    const answer = await send(app.url + withPlan('/hasty/slow', { chunks: [3] }), {
      method: 'POST',
      body,
      pauseMs: 250,
    });
    expect([answer.status, answer.bytes]).toEqual([200, 3]);
  });

  it('of the client is counted as such: it leaves within the answer', async () => {
    const before = await scrape(app.url);
    const plan = { chunks: Array(400).fill(100_000) };
    await send(app.url + withPlan('/files/left', plan), { leaveAfterBytes: 200_000 });
    const labels = { component: 'upstream', outcome: 'client_gone' };
    await until(
      'the failure to be counted',
      async () => (await counted(before, 'http_observer_failures_total', labels)) === 1,
      5000,
    );
    expect(
      await counted(before, 'http_requests_total', { component: 'upstream', route: '/files/...', status: '200' }),
    ).toBe(1);
    expect(
      await counted(before, 'http_response_size_bytes_sum', { component: 'upstream', route: '/files/...' }),
    ).toBeLessThan(40_000_000);
  });

  it('of the client is counted as such: it breaks off its request', async () => {
    const before = await scrape(app.url);
    const request = { method: 'POST', body: [bytesOf(50_000), bytesOf(1)], breaksOff: true };
    await send(app.url + withPlan('/users/broken', {}), request);
    expect((await upstream.received('/users/broken')).isWhole).toBe(false);
    const labels = { component: 'upstream', outcome: 'client_gone' };
    await until(
      'the failure to be counted',
      async () => (await counted(before, 'http_observer_failures_total', labels)) === 1,
      5000,
    );
  });

  it('of the registry costs a line, and no answer', async () => {
    const answer = await send(app.url + withPlan('/storeless/x', { chunks: [5] }));
    expect(answer).toMatchObject({ status: 200, bytes: 5, isWhole: true });
    expect(app.output()).toContain('the metrics of this request were not stored: ');
  });
});

describe('the access log', () => {
  it('is a line of JSON for a request', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const path = '/logged/%22quoted%22/ä';
    await send(app.url + withPlan(encodeURI('/logged/"x"'), { status: 404, chunks: [3] }), {
      headers: { traceparent },
    });
    await send(app.url + withPlan('/logged/cut', { cut: 'before' }));
    const lines = () =>
      app
        .output()
        .split('\n')
        .filter((line) => line.includes('"component":"logged"'));
    await until(`the lines of ${path}`, async () => lines().length === 2, 5000);
    const [first, second] = lines().map((line) => JSON.parse(line.slice(line.indexOf('{'))));
    expect(first).toMatchObject({
      level: 'info',
      component: 'logged',
      message: 'request',
      method: 'GET',
      path: '/logged/%22x%22',
      route: 'other',
      status: 404,
      request_bytes: 0,
      response_bytes: 3,
      trace_id: '0af7651916cd43dd8448eb211c80319c',
    });
    expect(Math.abs(Date.parse(first.timestamp) - Date.now())).toBeLessThan(60_000);
    expect(first.duration_seconds).toBeGreaterThan(0);
    expect(second).toMatchObject({ level: 'error', status: 502, outcome: 'target_failed' });
  });
});
