// /debug/pprof/ of the demo: what clients of Go's net/http/pprof rely on, and Go's own pprof as the judge.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { goPprof, readProfile, withSaved } from '../support/pprof.ts';
import { describeWith } from '../support/programs.ts';

const baseUrl = inject('baseUrl');
const pprof = `${baseUrl}/debug/pprof`;

const items = Array.from({ length: 500 }, (_, index) => `item ${index}`);
const call = { name: 'items-ts__process_items', arguments: { items } };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call });

/** Calls the demo's tool through its gateway while `take` runs. */
async function underLoad<T>(take: () => Promise<T>, more: Record<string, string> = {}): Promise<T> {
  let isOver = false;
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...more };
  const loaded = (async () => {
    while (!isOver) {
      const answer = await fetch(`${baseUrl}/mcp`, { method: 'POST', headers, body });
      expect(await answer.text()).toContain('ITEM 499');
    }
  })();
  try {
    return await take();
  } finally {
    isOver = true;
    await loaded;
  }
}

const fetchProfile = async (seconds = 2) =>
  new Uint8Array(await (await fetch(`${pprof}/profile?seconds=${seconds}`)).arrayBuffer());

describe('/debug/pprof/profile', () => {
  it('is a gzipped profile with Go’s headers, of every profiled component', async () => {
    const response = await underLoad(() => fetch(`${pprof}/profile?seconds=3`));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="profile"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(response.headers.get('content-encoding')).toBeNull();
    const { samples } = readProfile(new Uint8Array(await response.arrayBuffer()));
    const labels = new Set(samples.map(({ labels }) => JSON.stringify(labels)));
    expect(labels).toContain(JSON.stringify({ component: 'mcp-gateway', route: '/mcp' }));
    expect(labels).toContain(JSON.stringify({ component: 'items-ts', route: '/process_items', tool: 'process_items' }));
    const frames = samples.flatMap(({ frames }) => frames).join('\n');
    expect(frames).toMatch(/^callTool components\/mcp-gateway\/tools\.ts:\d+$/m);
    expect(frames).toMatch(/^\S+ node_modules\/zod\/\S+:\d+$/m);
  });

  it('leads to the traces that somebody records', async () => {
    const bytes = await underLoad(fetchProfile, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    const labels = readProfile(bytes).samples.map(({ labels }) => labels);
    for (const component of ['mcp-gateway', 'items-ts']) {
      expect(labels).toContainEqual(expect.objectContaining({ component, trace_id: traceId }));
    }
  });

  it('is a text for people with debug=1', async () => {
    const response = await underLoad(() => fetch(`${pprof}/profile?seconds=1&debug=1`));
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toMatch(
      /^wall profile of 1\.\d\d s from .*\n\d+\.0 ms of work in \d+ samples\n# wall time/,
    );
  });

  it('is empty, and still a profile, when nothing happened', async () => {
    expect(readProfile(await fetchProfile(1)).samples).toEqual([]);
  });

  it.each(['0', '301', '-1', 'abc', '1.5', '', '1e2'])('refuses seconds=%s with a text', async (seconds) => {
    const response = await fetch(`${pprof}/profile?seconds=${seconds}`);
    expect([response.status, response.headers.get('x-go-pprof')]).toEqual([400, '1']);
    expect(await response.text()).toBe(`seconds: found "${seconds}", expected a whole number from 1 to 300\n`);
  });

  it('answers HEAD at once with the same headers', async () => {
    const started = performance.now();
    const response = await fetch(`${pprof}/profile`, { method: 'HEAD' });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="profile"');
  });
});

describe('the rest of /debug/pprof/', () => {
  it('has an index that says what can be profiled', async () => {
    const response = await fetch(`${pprof}/`);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('Nobody is taking a profile now.');
    expect(html).toMatch(/items-ts<\/th><td>profiled<\/td><td>100 Hz</);
    expect(html).toMatch(/weather-ts<\/th><td>off<\/td>/);
    expect(html).not.toContain('rebuild needed');
    const session = fetchProfile(2);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await (await fetch(`${pprof}/`)).text()).toContain('Somebody is taking a profile now.');
    await session;
  });

  it('leads to the index without its last slash', async () => {
    const response = await fetch(pprof, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([301, '/debug/pprof/']);
  });

  it('tells the app’s name and that there are no symbols to ask for', async () => {
    expect(await (await fetch(`${pprof}/cmdline`)).text()).toBe('spin-sidecars-demo\0' + '0.1.0');
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${pprof}/symbol`, { method, ...(method === 'POST' && { body: '0x1' }) });
      expect(await response.text()).toBe('num_symbols: 0\n');
    }
  });

  it.each(['goroutine', 'constructor', 'profile/x', 'nothing'])('does not know %s, as Go says it', async (name) => {
    const response = await fetch(`${pprof}/${name}`);
    expect([response.status, response.headers.get('x-go-pprof'), await response.text()]).toEqual([
      404,
      '1',
      'Unknown profile\n',
    ]);
  });

  it('takes no other methods', async () => {
    const response = await fetch(`${pprof}/profile`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe.each(['heap', 'allocs'])('/debug/pprof/%s', (name) => {
  it('has what the store holds, by family and component', async () => {
    await underLoad(async () => (await fetch(`${baseUrl}/metrics`)).text());
    await (await fetch(`${baseUrl}/metrics`)).text();
    const response = await fetch(`${pprof}/${name}`);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    const { types, samples } = readProfile(new Uint8Array(await response.arrayBuffer()));
    expect(types).toEqual(['store_entries', 'store', 'linear_memory']);
    const series = samples.find(({ frames }) =>
      frames.slice(0, 2).join().startsWith('items-ts :0,http_requests_total :0'),
    )!;
    expect(series.labels).toEqual({ component: 'items-ts' });
    expect(series.values.store_entries).toBeGreaterThan(0);
    expect(series.values.store).toBeGreaterThan(series.values.store_entries! * 24);
  });

  it('is a text with debug=1', async () => {
    const text = await (await fetch(`${pprof}/${name}?debug=1`)).text();
    expect(text).toMatch(/^ +\d+ in \d+ series {2}series http_requests_total items-ts$/m);
    expect(text).toContain('nobody can look into the heap of a JavaScript guest');
  });
});

describe('/debug/pprof/ with the variable metrics_secret', () => {
  const secret = 'a-secret';
  let app: App;
  beforeAll(async () => {
    app = await startApp({ variables: { metrics_secret: secret } });
  });
  afterAll(() => app?.stop());

  it('is for those who have it', async () => {
    for (const path of ['', 'profile?seconds=1', 'heap', 'flame?seconds=1', 'unknown']) {
      const response = await fetch(`${app.url}/debug/pprof/${path}`);
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'Bearer realm="metrics", Basic realm="metrics"',
      ]);
    }
    const authorization = `Bearer ${secret}`;
    expect((await fetch(`${app.url}/debug/pprof/heap`, { headers: { authorization } })).status).toBe(200);
  });
});

describeWith(['go'], 'go tool pprof', () => {
  // Go builds the tool when it is first used, which takes it a minute
  beforeAll(async () => {
    await withSaved([await fetchProfile(1)], (file) => goPprof('-raw', file!));
  });

  it('reads a profile: -top, -traces, -raw, -tags, -lines', async () => {
    const profile = await underLoad(() => fetchProfile(4));
    await withSaved([profile], async (file) => {
      const top = await goPprof('-top', '-cum', file);
      expect(top).toContain('Type: wall');
      expect(top).toMatch(/s\s+[\d.]+%\s+callTool/);
      expect(await goPprof('-top', '-lines', file)).toMatch(/ components\/mcp-gateway\/tools\.ts:\d+/);
      expect(await goPprof('-traces', file)).toMatch(/component: {2}items-ts/);
      const tags = await goPprof('-tags', file);
      for (const tag of ['component', 'route', 'tool']) expect(tags).toContain(` ${tag}: Total`);
      const raw = await goPprof('-raw', file);
      expect(raw).toContain('PeriodType: wall nanoseconds\nPeriod: 10000000');
      expect(raw).toMatch(/samples\/count wall\/nanoseconds\[dflt\]/);
      expect(raw).toContain('[FN]');
      expect(await goPprof('-sample_index=samples', '-top', file)).toContain('Type: samples');
      expect(await goPprof('-comments', file)).toContain('bias:');
      expect(await goPprof('-top', '-tagfocus=component=items-ts', file)).not.toContain('callTool');
    });
  });

  it('subtracts one profile from another', async () => {
    const profiles = [await underLoad(() => fetchProfile(2)), await underLoad(() => fetchProfile(2))];
    await withSaved(profiles, async (base, newer) => {
      expect(await goPprof('-top', `-diff_base=${base}`, newer!)).toContain('Type: wall');
    });
  });

  it('fetches a profile and a heap by itself', { timeout: 60_000 }, async () => {
    const top = await underLoad(() => goPprof('-top', '-cum', `${pprof}/profile?seconds=3`));
    expect(top).toMatch(/s\s+[\d.]+%\s+callTool/);
    expect(await goPprof('-top', '-nodefraction=0', '-sample_index=store', `${pprof}/heap`)).toContain(
      'http_requests_total',
    );
  });
});
