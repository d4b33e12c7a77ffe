// The demo with its gateway observed, against the demo as it is: the same answers, byte for byte, and the same numbers.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { callTool } from '../support/mcp.ts';
import { observedDemo } from '../support/observed-demo.ts';
import { send, type WireRequest } from '../support/wire.ts';

const bare = inject('baseUrl');
let observed: App;
beforeAll(async () => {
  observed = await startApp({ manifest: observedDemo() });
});
afterAll(() => observed?.stop());

const json = { 'content-type': 'application/json' };
const call = (method: string, params: unknown): WireRequest => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  return { method: 'POST', headers: { ...json, 'content-length': body.length }, body: [body] };
};
const weather = { name: 'weather-ts__get_weather', arguments: { location: 'Bergen', days: 14 } };
const items = { name: 'items-ts__process_items', arguments: { items: Array(2000).fill('æther') } };

describe('the gateway observed', () => {
  it.each<[string, string, WireRequest]>([
    ['initialize', '/mcp', call('initialize', { protocolVersion: '2025-06-18', capabilities: {} })],
    ['the list of tools', '/mcp', call('tools/list', {})],
    ['one component’s tools', '/mcp/x/weather-ts', call('tools/list', {})],
    ['a call', '/mcp', call('tools/call', weather)],
    ['a large call', '/mcp', call('tools/call', items)],
    ['a call that fails', '/mcp', call('tools/call', { ...items, arguments: { items: [], fail: true } })],
    ['a wrong call', '/mcp', call('tools/call', { name: 'weather-ts__nope' })],
    ['an unknown method', '/mcp', call('made/up', {})],
    ['no JSON', '/mcp', { method: 'POST', headers: json, body: [Buffer.from('no JSON')] }],
    [
      'a notification',
      '/mcp',
      { method: 'POST', headers: json, body: [Buffer.from('{"jsonrpc":"2.0","method":"a"}')] },
    ],
    ['the wrong type', '/mcp', { method: 'POST', body: [Buffer.from('x')] }],
    ['GET', '/mcp', {}],
    ['HEAD', '/mcp', { method: 'HEAD' }],
    ['OPTIONS', '/mcp', { method: 'OPTIONS' }],
    ['no such endpoint', '/mcp/nowhere', call('ping', {})],
  ])('answers as it does unobserved: %s', async (_, path, request) => {
    const answer = async (url: string) => {
      const { headMs, firstByteMs, ...whole } = await send(url + path, request);
      return whole;
    };
    expect(await answer(observed.url)).toEqual(await answer(bare));
  });

  it('is counted once, though it counts its requests itself', async () => {
    const before = await scrape(observed.url);
    for (let count = 0; count < 5; count++) await callTool(observed.url, weather);
    const after = await scrape(observed.url);
    for (const component of ['mcp-gateway', 'weather-ts']) {
      const labels = { component, method: 'POST', status: '200' };
      const grown = (name: string) => sumOf(after, name, labels) - sumOf(before, name, labels);
      expect(grown('http_requests_total'), component).toBe(5);
      expect(grown('http_response_size_bytes_count'), component).toBe(5);
    }
  });
});
