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
});

describeWith(['promtool'], 'promtool check metrics', () => {
  it('accepts the exposition without a remark', async () => {
    const result = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(baseUrl), encoding: 'utf8' });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});
