import { gunzipSync } from 'node:zlib';
import type { ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';
import { describe, expect, it, vi } from 'vitest';
import { answerScrape } from '../../../components/prometheus-exporter/scrape.ts';

const exposition = new TextEncoder().encode('# TYPE a gauge\na 1\n');
const large = new TextEncoder().encode('# TYPE a gauge\na 1\n'.padEnd(5000, '\n'));

const request = (method = 'GET', headers: Record<string, string> = {}, query = '') =>
  new Request(`http://localhost/metrics${query}`, { method, headers });

describe('a scrape', () => {
  it('answers GET with the exposition and the content type that Prometheus 3 insists on', async () => {
    const response = answerScrape(request(), () => exposition);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding');
    expect(await response.text()).toBe('# TYPE a gauge\na 1\n');
  });

  it('answers HEAD with the same headers and no body', async () => {
    const accept = { accept: 'application/openmetrics-text', 'accept-encoding': 'gzip' };
    const [get, head] = ['GET', 'HEAD'].map((method) => answerScrape(request(method, accept), () => large));
    expect([...head!.headers]).toEqual([...get!.headers]);
    expect(await head!.text()).toBe('');
  });

  it('asks the registry for what the request asks for', () => {
    const asked: ExpositionOptions[] = [];
    const headers = { accept: 'text/plain;version=1.0.0;escaping=allow-utf-8' };
    answerScrape(request('GET', headers, '?name[]=a_total&x=y&name%5B%5D=b'), (options) => {
      asked.push(options);
      return exposition;
    });
    expect(asked).toEqual([{ format: 'text', escaping: 'allow-utf8', families: ['a_total', 'b'] }]);
  });

  it('compresses what is large, for those who take it', async () => {
    const take = { 'accept-encoding': 'gzip' };
    const compressed = answerScrape(request('GET', take), () => large);
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await compressed.arrayBuffer())).toEqual(Buffer.from(large));
    for (const plain of [answerScrape(request('GET', take), () => exposition), answerScrape(request(), () => large)]) {
      expect(plain.headers.get('content-encoding')).toBeNull();
    }
  });

  it('answers OPTIONS with what is allowed', () => {
    const response = answerScrape(request('OPTIONS'), () => exposition);
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('refuses other methods with 405 and says which are allowed', async () => {
    const response = answerScrape(request('POST'), () => exposition);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(await response.text()).toBe('POST is not allowed here: use GET or HEAD\n');
  });

  it('answers 503 when the scraper has given up by then', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = (timeout: string) =>
      answerScrape(request('GET', { 'x-prometheus-scrape-timeout-seconds': timeout }), () => {
        now += 2500;
        return exposition;
      });
    expect(slow('10').status).toBe(200);
    expect(slow('nonsense').status).toBe(200);
    const late = slow('2.5e0');
    expect(late.status).toBe(200);
    const later = slow('2.4');
    expect(later.status).toBe(503);
    expect(await later.text()).toBe('rendering took 2.500 s, the scraper waits 2.4 s: raise scrape_timeout\n');
    clock.mockRestore();
  });

  it('answers 500 with the reason when the registry fails, and logs it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = answerScrape(request(), () => {
      throw { payload: { tag: 'store', val: 'label "sidecars": access denied' } };
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('the registry could not be rendered: store: label "sidecars": access denied\n');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
