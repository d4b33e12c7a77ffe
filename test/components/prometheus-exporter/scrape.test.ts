import { describe, expect, it, vi } from 'vitest';
import { answerScrape } from '../../../components/prometheus-exporter/scrape.ts';

const exposition = new TextEncoder().encode('# TYPE a gauge\na 1\n');

describe('a scrape', () => {
  it('answers GET with the exposition and the content type that Prometheus 3 insists on', async () => {
    const response = answerScrape('GET', () => exposition);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('# TYPE a gauge\na 1\n');
  });

  it('answers HEAD with the same headers and no body', async () => {
    const response = answerScrape('HEAD', () => exposition);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('');
  });

  it('refuses other methods with 405 and says which are allowed', async () => {
    const response = answerScrape('POST', () => exposition);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('answers 500 with the reason when the registry fails, and logs it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = answerScrape('GET', () => {
      throw { payload: { tag: 'store', val: 'label "sidecars": access denied' } };
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('the registry could not be rendered: store: label "sidecars": access denied\n');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
