import { gunzipSync } from 'node:zlib';
import type { ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScrapeFacts } from '../../../components/prometheus-exporter/metrics.ts';
import { answerScrape, type Scraped } from '../../../components/prometheus-exporter/scrape.ts';

const exposition = new TextEncoder().encode('# TYPE a gauge\na 1\n');
const large = new TextEncoder().encode('# TYPE a gauge\na 1\n'.padEnd(5000, '\n'));

const request = (method = 'GET', headers: Record<string, string> = {}, query = '') =>
  new Request(`http://localhost/metrics${query}`, { method, headers });

let recorded: ScrapeFacts[];
beforeEach(() => {
  recorded = [];
});
afterEach(() => vi.restoreAllMocks());

function answer(sent: Request, render: Scraped['render'] = () => exposition, readSecret = () => ''): Promise<Response> {
  return answerScrape(sent, { render, readSecret, record: (facts) => recorded.push(facts) });
}

describe('a scrape', () => {
  it('answers GET with the exposition and the content type that Prometheus 3 insists on', async () => {
    const response = await answer(request());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding');
    expect(await response.text()).toBe('# TYPE a gauge\na 1\n');
    expect(recorded).toEqual([{ outcome: 'ok', rendered: { seconds: expect.any(Number), bytes: exposition.length } }]);
  });

  it('answers HEAD with the same headers and no body', async () => {
    const accept = { accept: 'application/openmetrics-text', 'accept-encoding': 'gzip' };
    const get = await answer(request('GET', accept), () => large);
    const head = await answer(request('HEAD', accept), () => large);
    expect([...head.headers]).toEqual([...get.headers]);
    expect(await head.text()).toBe('');
  });

  it('asks the registry for what the request asks for', async () => {
    const asked: ExpositionOptions[] = [];
    const headers = { accept: 'text/plain;version=1.0.0;escaping=allow-utf-8' };
    await answer(request('GET', headers, '?name[]=a_total&x=y&name%5B%5D=b'), (options) => {
      asked.push(options);
      return exposition;
    });
    expect(asked).toEqual([{ format: 'text', escaping: 'allow-utf8', families: ['a_total', 'b'], timeoutMs: 0 }]);
  });

  it('compresses what is large, for those who take it', async () => {
    const take = { 'accept-encoding': 'gzip' };
    const compressed = await answer(request('GET', take), () => large);
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await compressed.arrayBuffer())).toEqual(Buffer.from(large));
    expect(recorded[0]!.rendered!.bytes).toBe(5000);
    const small = await answer(request('GET', take));
    const unasked = await answer(request(), () => large);
    for (const plain of [small, unasked]) expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it('answers OPTIONS with what is allowed', async () => {
    const response = await answer(request('OPTIONS'));
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(recorded).toEqual([]);
  });

  it('refuses other methods with 405 and says which are allowed', async () => {
    const response = await answer(request('POST'));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(await response.text()).toBe('POST is not allowed here: use GET or HEAD\n');
    expect(recorded).toEqual([]);
  });

  it('answers 503 when the scraper will have given up by then, a tenth of its time being for the way', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = (timeout: string) =>
      answer(request('GET', { 'x-prometheus-scrape-timeout-seconds': timeout }), () => {
        now += 2250;
        return exposition;
      });
    for (const enough of ['10', 'nonsense', '-1', '2.5e0']) expect((await slow(enough)).status).toBe(200);
    const late = await slow('2.4');
    expect(late.status).toBe(503);
    expect(await late.text()).toBe('2.250 s have passed, the scraper gives 2.16 s for this: raise scrape_timeout\n');
    expect(recorded.at(-1)).toEqual({ outcome: 'too_slow', rendered: { seconds: 2.25, bytes: exposition.length } });
  });

  it('tells the registry how long it may take, and answers 503 when that was not enough', async () => {
    const asked: number[] = [];
    const sent = request('GET', { 'x-prometheus-scrape-timeout-seconds': '10' });
    const response = await answer(sent, ({ timeoutMs }) => {
      asked.push(timeoutMs);
      throw { payload: { tag: 'timeout', val: '5 log entries were merged' } };
    });
    expect(asked).toEqual([9000]);
    expect(response.status).toBe(503);
    expect(recorded).toEqual([{ outcome: 'too_slow' }]);
  });

  it('answers 500 with the reason when the registry fails, and logs it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await answer(request(), () => {
      throw { payload: { tag: 'store', val: 'label "sidecars": access denied' } };
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('the registry could not be rendered: store: label "sidecars": access denied\n');
    expect(log).toHaveBeenCalledOnce();
    expect(recorded).toEqual([{ outcome: 'failed' }]);
  });
});

describe('a scrape of a protected app', () => {
  it('is refused without the secret, and says what is missing', async () => {
    const render = vi.fn(() => exposition);
    const response = await answer(request(), render, () => 's3cret');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="metrics", Basic realm="metrics"');
    expect(await response.text()).toContain('found no Authorization header, expected the app');
    const wrong = await answer(request('GET', { authorization: 'Bearer guess' }), render, () => 's3cret');
    expect(await wrong.text()).toContain('found another secret');
    expect(render).not.toHaveBeenCalled();
    expect(recorded).toEqual([{ outcome: 'unauthorized' }, { outcome: 'unauthorized' }]);
  });

  it('is answered with it', async () => {
    const response = await answer(
      request('GET', { authorization: 'Bearer s3cret' }),
      () => exposition,
      () => 's3cret',
    );
    expect(response.status).toBe(200);
  });

  it('fails, and stays shut, when the secret cannot be read or used', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = () => {
      throw new Error('the variable metrics_secret could not be read: provider: vault is away');
    };
    const unread = await answer(request(), () => exposition, broken);
    const unusable = await answer(
      request(),
      () => exposition,
      () => 'späte',
    );
    expect([unread.status, unusable.status]).toEqual([500, 500]);
    expect(await unread.text()).toContain('vault is away');
    expect(await unusable.text()).toContain('the variable metrics_secret cannot be used: it has characters outside');
    expect(recorded).toEqual([{ outcome: 'failed' }, { outcome: 'failed' }]);
  });
});
