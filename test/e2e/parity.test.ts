// What Spin does and the embedded host does alike: each title is a row of docs/host-parity.md, and each test runs on both.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostName, startApp } from '../support/app.ts';
import { type ParityApp, startParityApp } from '../support/parity-app.ts';
import { until } from '../support/ports.ts';
import { pointOf, type Relay, startRelay } from '../support/telemetry-relay.ts';

let app: ParityApp;
let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
  app = await startParityApp({
    variables: { greeting: 'hello' },
    env: {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: relay.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=general',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'authorization=Bearer%20for-metrics',
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
    },
  });
});
afterAll(async () => {
  await app?.stop();
  relay?.stop();
});

const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${app.url}${path}`, init);
  return { status: response.status, headers: response.headers, body: await response.text() };
};
const encode = encodeURIComponent;
const placeOf = async (path: string) => {
  const environment = (await app.json(path)) as [string, string][];
  return environment.find(([name]) => name === 'PLACE')?.[1];
};
const headersOf = async (path: string, headers: Record<string, string> = {}) =>
  (await (await fetch(`${app.url}${path}`, { headers })).json()) as [string, string][];
const store = (query: string, place = '/web') => app.json(`${place}/store?${query}`);

describe('routing', () => {
  it('an exact route beats a wildcard, and the longest prefix wins', async () => {
    expect(await placeOf('/web/environment')).toBe('web');
    expect(await placeOf('/web/deep/environment')).toBe('deep');
    expect((await get('/web/deep/status?code=204')).status).toBe(204);
    expect(await placeOf('/item/7/environment')).toBe('web');
  });

  it('a path without a route is 404 with no body', async () => {
    expect(await get('/nowhere')).toMatchObject({ status: 404, body: '' });
  });

  it('a private route is 404 from outside', async () => {
    expect((await get('/inner/hello')).status).toBe(404);
  });

  it('/.well-known/spin/health is OK whatever the app does', async () => {
    expect(await get('/.well-known/spin/health')).toMatchObject({ status: 200, body: 'OK' });
  });
});

describe('requests and answers', () => {
  it('the headers of Spin come after those of the client with the same name', async () => {
    const headers = await headersOf('/item/7/x/headers?q=1', { 'spin-path-info': 'forged', 'x-mine': 'a' });
    const last = Object.fromEntries(headers.map(([name, value]) => [name, value.split(', ').at(-1)]));
    expect(last).toMatchObject({
      'x-mine': 'a',
      'spin-path-info': '/x/headers',
      'spin-full-url': `${app.url}/item/7/x/headers?q=1`,
      'spin-matched-route': '/item/:id/...',
      'spin-raw-component-route': '/item/:id/...',
      'spin-component-route': '/item/:id',
      'spin-base-path': '/',
      'spin-path-match-id': '7',
    });
    expect(last['spin-client-addr']).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('every request runs on a fresh instance', async () => {
    expect(await Promise.all(Array.from({ length: 8 }, () => app.json('/web/served')))).toEqual(Array(8).fill(1));
  });

  it('bodies of megabytes pass in both directions, unchanged', async () => {
    const body = Uint8Array.from({ length: 5_000_000 }, (_, at) => (at * 31) % 251);
    const answer = await fetch(`${app.url}/web/echo`, { method: 'POST', body });
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  });

  it('an answer is streamed while the guest makes it', async () => {
    const answer = await fetch(`${app.url}/web/ticks`);
    const reader = answer.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toContain('tick 0');
    await reader.cancel();
  });

  it('repeated headers of an answer stay separate', async () => {
    expect((await get('/web/cookies')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('HEAD has the headers of an answer and no body', async () => {
    const answer = await new Promise<{ status?: number; bytes: number }>((resolve, reject) => {
      const sent = request(`${app.url}/web/hello`, { method: 'HEAD' }, (response) => {
        let bytes = 0;
        response.on('data', (chunk) => (bytes += chunk.length));
        response.on('end', () => resolve({ status: response.statusCode!, bytes }));
      });
      sent.on('error', reject).end();
    });
    expect(answer).toEqual({ status: 200, bytes: 0 });
  });

  it('a guest goes on after its answer as long as waitUntil holds it', async () => {
    await get('/web/later?key=parity-late');
    await until('the late write', async () => {
      return ((await store('do=get&key=parity-late')) as { value: string }).value === 'late';
    });
  });

  it('a handler may wait for seconds: there is no timeout of the host', async () => {
    expect(await get('/web/wait?ms=4000')).toMatchObject({ status: 200, body: 'waited' });
  });
});

describe('service chaining', () => {
  it('reaches a private component, whose address it has, though spin-full-url says localhost', async () => {
    const { status, body } = (await app.json(`/web/fetch?url=${encode('http://inner.spin.internal/a/headers')}`)) as {
      status: number;
      body: string;
    };
    expect(status).toBe(200);
    const headers = new Map(JSON.parse(body) as [string, string][]);
    expect(headers.get('spin-full-url')).toBe('http://localhost/a/headers');
    expect(headers.get('spin-path-info')).toBe('/a/headers');
    expect(headers.get('spin-client-addr')).toBe('0.0.0.0:0');
    const seen = (await app.json(`/web/fetch?url=${encode('http://inner.spin.internal/a/method')}`)) as {
      body: string;
    };
    expect(JSON.parse(seen.body)).toEqual({ method: 'GET', url: 'http://inner.spin.internal/a/method' });
  });

  it('an unknown component traps the caller: 500, and the next request is served', async () => {
    expect((await get(`/open/fetch?url=${encode('http://nobody.spin.internal/')}`)).status).toBe(500);
    expect((await get('/open/hello')).status).toBe(200);
  });

  it('a component that is not allowed is an error of the call', async () => {
    const answer = (await app.json(`/open/fetch?url=${encode('http://inner.spin.internal/hello')}`)) as {
      error?: string;
    };
    expect(answer.error).toBeDefined();
  });
});

describe('allowed hosts', () => {
  it('an address that is not allowed is an error of the call, not a trap', async () => {
    const answer = (await app.json(`/web/fetch?url=${encode('http://127.0.0.1:9/')}`)) as { error?: string };
    expect(answer.error).toBeDefined();
  });
});

describe('variables and environment', () => {
  it('a variable comes from SPIN_VARIABLE_…, through the template of the component', async () => {
    expect(await app.json('/web/variable?name=message')).toEqual({ value: 'hello, all' });
  });

  it('a variable that the component does not name is undefined for it, also when the app has it', async () => {
    expect(await app.json('/web/variable?name=greeting')).toEqual({ error: 'undefined' });
  });

  it('the environment is what the manifest says and nothing of the host’s', async () => {
    expect(await app.json('/web/environment')).toEqual([['PLACE', 'web']]);
  });

  it('--env gives every component a variable, in the place of the manifest’s', async () => {
    const other = await startParityApp({ args: ['--env', 'PLACE=a=b', '--env', 'MORE='] });
    try {
      for (const path of ['/web', '/web/deep']) {
        expect(await other.json(`${path}/environment`)).toEqual(
          expect.arrayContaining([
            ['PLACE', 'a=b'],
            ['MORE', ''],
          ]),
        );
      }
    } finally {
      await other.stop();
    }
  });
});

describe('key-value', () => {
  it('a store is shared by the components that name it', async () => {
    await store('do=set&key=parity-shared&value=v');
    expect(await store('do=get&key=parity-shared', '/open')).toEqual({ value: 'v' });
  });

  it('a store that the component does not name is denied', async () => {
    expect(await store('do=get&key=k&label=spoilt')).toEqual({ error: 'access-denied' });
  });

  it('increment creates, adds and returns the sum', async () => {
    expect(await store('do=add&key=parity-sum&value=5')).toEqual({ value: 5 });
    expect(await store('do=add&key=parity-sum&value=7')).toEqual({ value: 12 });
  });

  it('compare-and-swap of a value that changed in between fails with a new handle', async () => {
    await store('do=set&key=parity-cas&value=before');
    expect(await store('do=swap&key=parity-cas&value=mine')).toEqual({ error: 'cas-failed' });
    expect(await store('do=get&key=parity-cas')).toEqual({ value: 'in between' });
  });

  it('of many keys those that exist are found, and all are deleted', async () => {
    expect(await store('do=many')).toEqual({
      value: {
        found: [
          ['m1', '1'],
          ['m2', '2'],
        ],
        left: [],
      },
    });
  });

  it('increment of a value that is not 8 bytes breaks the store for good', async () => {
    await store('do=set&key=short&value=abc&label=spoilt', '/open');
    expect((await get('/open/store?do=add&key=short&value=1&label=spoilt')).status).toBe(500);
    const after = await get('/open/store?do=get&key=other&label=spoilt');
    expect(after.status === 500 || after.body.includes('error')).toBe(true);
    expect(await store('do=get&key=parity-shared', '/open')).toEqual({ value: 'v' });
  });
});

describe('logs', () => {
  it('what a guest prints is on the host’s stderr and in a file for each component and stream', async () => {
    await get('/web/log?text=parity-line&lines=2');
    await until('the lines', async () => /parity-line 1/.test(app.output()) && /to stderr/.test(app.output()));
    const file = (stream: string) => readFileSync(join(app.state, 'logs', `web_${stream}.txt`), 'utf8');
    await until(
      'the files',
      async () => file('stdout').includes('parity-line 1\n') && file('stderr').includes('to stderr\n'),
    );
  });
});

describe('telemetry', () => {
  it('metrics are exported under the names, attributes and bounds of Spin, and cumulatively whatever is preferred', async () => {
    await get('/web/hello');
    const sent = await relay.next();
    const count = pointOf(sent, 'spin.request_count', 'web').asInt!;
    await get('/web/hello');
    const later = await relay.next();
    expect(pointOf(later, 'spin.request_count', 'web').asInt).toBe(count + 1n);
    const time = pointOf(later, 'spin.component_cpu_time', 'web');
    expect(time.explicitBounds).toEqual([0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000]);
    expect(time.attributes).toContainEqual({ key: 'unit', value: { stringValue: 's' } });
    expect(time.sum).toBeGreaterThan(0);
    for (const name of ['spin.component_memory_used', 'spin.component_memory_used_on_init']) {
      const point = pointOf(later, name, 'web');
      expect(point.attributes).toContainEqual({ key: 'unit', value: { stringValue: 'By' } });
      expect(point.sum! / Number(point.count)).toBeGreaterThan(1e6);
    }
  });

  it('the headers for metrics take the place of the general ones, and the body is not compressed', async () => {
    const { headers } = await relay.next();
    expect(headers).toMatchObject({ authorization: 'Bearer for-metrics', 'content-type': 'application/x-protobuf' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('a request that traps is counted as a request and as an instance', async () => {
    const url = `/open/fetch?url=${encode('http://nobody.spin.internal/')}`;
    await get('/open/hello');
    const before = await relay.next();
    await get(url);
    const after = await relay.next();
    const counts = (sent: typeof after) => [
      pointOf(sent, 'spin.request_count', 'open').asInt!,
      pointOf(sent, 'spin.component_cpu_time', 'open').count,
    ];
    const [requests, instances] = counts(before) as [bigint, bigint];
    expect(counts(after)).toEqual([requests + 1n, instances + 1n]);
  });

  it('the protocol http/json is refused at start', async () => {
    const env = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: relay.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    await expect(startApp({ env })).rejects.toThrow(/http\/json/);
  });
});

describe('shutdown', () => {
  it('SIGTERM ends the host, without a last export', async () => {
    const exports = await startRelay();
    const ending = await startParityApp({
      env: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: exports.url, OTEL_METRIC_EXPORT_INTERVAL: '60000' },
    });
    await ending.json('/web/served');
    await ending.stop();
    expect(exports.exports).toEqual([]);
    exports.stop();
    await expect(fetch(`${ending.url}/web/hello`), hostName).rejects.toThrow();
  });
});
