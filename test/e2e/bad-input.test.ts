// Whatever comes in: a clear error, nothing lost, still serving.
import { afterEach, describe, expect, inject, it } from 'vitest';
import { scrape, sumOf } from '../support/exposition.ts';
import { callTool, postMcp } from '../support/mcp.ts';

const baseUrl = inject('baseUrl');

/** The code of a JSON-RPC error that came with HTTP 200. */
async function rpcError(body: string): Promise<{ code: number; message: string }> {
  const response = await postMcp(baseUrl, body);
  expect(response.status).toBe(200);
  return (await response.json()).error;
}

const toolCall = (params: unknown) => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

describe('the gateway', () => {
  afterEach(async () => {
    const answer = await callTool(baseUrl, { name: 'weather-ts__get_weather', arguments: { location: 'Oslo' } });
    expect(answer.result.isError ?? false).toBe(false);
  });

  it('answers malformed JSON with -32700', async () => {
    expect((await rpcError('{"jsonrpc":"2.0",')).code).toBe(-32700);
  });

  it('answers an unknown method with -32601', async () => {
    expect((await rpcError('{"jsonrpc":"2.0","id":1,"method":"tools/destroy"}')).code).toBe(-32601);
  });

  it('answers an unknown tool with -32602 and its name', async () => {
    const error = await rpcError(toolCall({ name: 'weather-ts__no_such_tool', arguments: {} }));
    expect(error.code).toBe(-32602);
    expect(error.message).toContain('no_such_tool');
  });

  it('answers wrong arguments with -32602 and the name of the argument', async () => {
    const error = await rpcError(toolCall({ name: 'weather-ts__get_weather', arguments: { location: 7 } }));
    expect(error.code).toBe(-32602);
    expect(error.message).toContain('location');
  });

  it('refuses a 10 MB body with 413', async () => {
    const response = await postMcp(baseUrl, toolCall({ name: 'x', arguments: { a: 'a'.repeat(10 << 20) } }));
    await response.text();
    expect(response.status).toBe(413);
  });

  it('counts refused calls by their JSON-RPC outcome, which HTTP status cannot show', async () => {
    const refused = async () => sumOf(await scrape(baseUrl), 'mcp_requests_total', { outcome: '-32601' });
    const before = await refused();
    await rpcError('{"jsonrpc":"2.0","id":1,"method":"tools/destroy"}');
    expect((await refused()) - before).toBe(1);
  });
});
