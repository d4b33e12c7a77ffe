import { spawnSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';
import { scrape, sumOf } from '../support/exposition.ts';
import { callTool } from '../support/mcp.ts';
import { describeWith } from '../support/programs.ts';

const baseUrl = inject('baseUrl');

describe('/metrics', () => {
  it('shows one tool call at the gateway and at the tool, with the guide’s four HTTP metrics', async () => {
    const before = await scrape(baseUrl);
    await callTool(baseUrl, { name: 'weather-ts__get_weather', arguments: { location: 'Bergen' } });
    const after = await scrape(baseUrl);
    const grown = (name: string, labels: Record<string, string>) =>
      sumOf(after, name, labels) - sumOf(before, name, labels);
    for (const component of ['mcp-gateway', 'weather-ts']) {
      const labels = { component, method: 'POST', status: '200' };
      expect(grown('http_requests_total', labels)).toBe(1);
      expect(grown('http_request_duration_seconds_count', labels)).toBe(1);
      expect(grown('http_request_duration_seconds_sum', labels)).toBeGreaterThan(0);
      expect(grown('http_request_size_bytes_sum', labels)).toBeGreaterThan(10);
      expect(grown('http_response_size_bytes_sum', labels)).toBeGreaterThan(10);
    }
  });

  it('shows the custom metrics of the guide’s example, success and error', async () => {
    const before = await scrape(baseUrl);
    await callTool(baseUrl, { name: 'items-ts__process_items', arguments: { items: ['a'] } });
    const failed = await callTool(baseUrl, {
      name: 'items-ts__process_items',
      arguments: { items: ['a'], fail: true },
    });
    expect(failed.result.isError).toBe(true);
    const after = await scrape(baseUrl);
    for (const status of ['success', 'error']) {
      const value = (text: string) => sumOf(text, 'items_processed_total', { status });
      expect(value(after) - value(before)).toBe(1);
    }
    const count = (text: string) => sumOf(text, 'processing_duration_seconds_count');
    expect(count(after) - count(before)).toBe(2);
    expect(after).toContain('# HELP items_processed_total Total number of items processed\n');
    expect(after).toContain('processing_duration_seconds_bucket{le="0.5"}');
  });

  it('is served with the exact content type, and only to GET and HEAD', async () => {
    const response = await fetch(`${baseUrl}/metrics`);
    await response.text();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await fetch(`${baseUrl}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('comes as OpenMetrics, compressed, and only with the families that were asked for', async () => {
    const get = (headers: Record<string, string>, query = '') => fetch(`${baseUrl}/metrics${query}`, { headers });
    const response = await get({ accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding');
    const text = await response.text();
    expect(text).toContain('\n# TYPE http_requests counter\nhttp_requests_total{');
    expect(text).toMatch(/\n# EOF\n$/);
    const two = await (await get({}, '?name[]=http_requests_total&name[]=sidecars_registry_info')).text();
    expect(two.match(/^# TYPE \S+/gm)).toEqual(['# TYPE http_requests_total', '# TYPE sidecars_registry_info']);
  });
});

describeWith(['promtool'], 'promtool check metrics', () => {
  it('accepts the exposition without a remark', async () => {
    const result = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(baseUrl), encoding: 'utf8' });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});
