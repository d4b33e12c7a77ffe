// An MCP server that nobody touched (the reference SDK's own, which answers with event streams) and the reference client
// with an observer in between.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { App } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { startObserverApp } from '../support/observer-app.ts';

let app: App;
let server: Server;

/** Without sessions: a transport for each request. */
function startServer(enableJsonResponse: boolean): Promise<Server> {
  const listening = createServer(async (request, response) => {
    const mcp = new McpServer({ name: 'plain', version: '1.0.0' });
    mcp.registerTool('add', { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) => ({
      content: [{ type: 'text', text: String(a + b) }],
    }));
    mcp.registerTool('fail', {}, () => ({ isError: true, content: [{ type: 'text', text: 'it did' }] }));
    mcp.registerTool('long', {}, () => ({ content: [{ type: 'text', text: 'x'.repeat(200_000) }] }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse });
    await mcp.connect(transport);
    await transport.handleRequest(request, response);
    response.on('close', () => void mcp.close());
  });
  return new Promise((resolve) => listening.listen(0, '127.0.0.1', () => resolve(listening)));
}

const urlOf = (listening: Server) => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;

let jsonServer: Server;
beforeAll(async () => {
  server = await startServer(false);
  jsonServer = await startServer(true);
  app = await startObserverApp({
    events: { route: '/events', environment: { OBSERVE_TARGET: urlOf(server), OBSERVE_MCP: 'true' } },
    json: { route: '/json', environment: { OBSERVE_TARGET: urlOf(jsonServer), OBSERVE_MCP: 'true' } },
    listed: {
      route: '/listed',
      environment: { OBSERVE_TARGET: urlOf(jsonServer), OBSERVE_MCP: 'true', OBSERVE_MCP_TOOLS: 'fail, other' },
    },
    off: { route: '/off', environment: { OBSERVE_TARGET: urlOf(jsonServer) } },
  });
});

afterAll(async () => {
  await app?.stop();
  for (const listening of [server, jsonServer]) {
    listening?.closeAllConnections();
    listening?.close();
  }
});

async function withClient(path: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(app.url + path)));
  await use(client);
  await client.close();
}

/** What the use of a client adds, by series. */
async function grown(path: string, use: (client: Client) => Promise<void>) {
  const before = await scrape(app.url);
  await withClient(path, use);
  const after = await scrape(app.url);
  return (name: string, labels: Record<string, string> = {}) =>
    sumOf(after, name, labels) - sumOf(before, name, labels);
}

describe.each(['/events', '/json'])('an observed MCP server at %s', (path) => {
  it('has its requests counted by method and outcome, its calls by tool', async () => {
    const more = await grown(path, async (client) => {
      await client.listTools();
      for (let count = 0; count < 3; count++) await client.callTool({ name: 'add', arguments: { a: 1, b: count } });
      expect((await client.callTool({ name: 'fail' })).isError).toBe(true);
    });
    expect(more('mcp_requests_total', { method: 'initialize', outcome: 'ok' })).toBe(1);
    expect(more('mcp_requests_total', { method: 'notifications/initialized', outcome: 'ok' })).toBe(1);
    expect(more('mcp_requests_total', { method: 'tools/list', outcome: 'ok' })).toBe(1);
    expect(more('mcp_requests_total', { method: 'tools/call', outcome: 'ok' })).toBe(3);
    expect(more('mcp_tool_calls_total', { tool: 'add', outcome: 'ok' })).toBe(3);
    expect(more('mcp_tool_calls_total', { tool: 'fail', outcome: 'tool_error' })).toBe(1);
    const duration = 'mcp_server_operation_duration_seconds_count';
    expect(more(duration, { gen_ai_tool_name: 'add', mcp_protocol_version: '2025-11-25' })).toBe(3);
    expect(more(duration, { gen_ai_tool_name: 'fail', error_type: 'tool_error' })).toBe(1);
    expect(more(duration, { mcp_method_name: 'initialize', mcp_protocol_version: '2025-11-25' })).toBe(1);
  });

  it('has the code of a refusal', async () => {
    const more = await grown(path, async (client) => {
      await expect(client.request({ method: 'made/up' }, z.any())).rejects.toMatchObject({ code: -32601 });
    });
    expect(more('mcp_requests_total', { method: 'other', outcome: '-32601' })).toBe(1);
    const refused = { mcp_method_name: 'other', rpc_response_status_code: '-32601' };
    expect(more('mcp_server_operation_duration_seconds_count', refused)).toBe(1);
  });

  it('answers the client whole when the answer is longer than what is read of it', async () => {
    const more = await grown(path, async (client) => {
      const { content } = await client.callTool({ name: 'long' });
      expect((content as { text: string }[])[0]!.text).toHaveLength(200_000);
    });
    expect(more('mcp_tool_calls_total', { outcome: 'unknown', tool: 'unknown' })).toBe(1);
  });
});

describe('tools', () => {
  it('that are not listed share one value', async () => {
    const more = await grown('/listed', async (client) => {
      await client.callTool({ name: 'add', arguments: { a: 1, b: 1 } });
      await client.callTool({ name: 'fail' });
    });
    expect(more('mcp_tool_calls_total', { tool: 'unknown', outcome: 'ok' })).toBe(1);
    expect(more('mcp_tool_calls_total', { tool: 'fail', outcome: 'tool_error' })).toBe(1);
  });

  it('are not looked at where OBSERVE_MCP is not set', async () => {
    const more = await grown('/off', async (client) => void (await client.callTool({ name: 'fail' })));
    expect(more('mcp_requests_total')).toBe(0);
    expect(more('http_requests_total', { method: 'POST' })).toBeGreaterThan(2);
  });
});
