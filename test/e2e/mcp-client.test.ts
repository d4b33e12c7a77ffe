// A real MCP client against the running demo.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const client = new Client({ name: 'end-to-end', version: '1.0.0' });

beforeAll(() => client.connect(new StreamableHTTPClientTransport(new URL(`${inject('baseUrl')}/mcp`))));

afterAll(() => client.close());

describe('an MCP client', () => {
  it('connects, pings and lists both tools with their schemas', async () => {
    await client.ping();
    expect(client.getServerCapabilities()).toEqual({ tools: {} });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['weather-ts__get_weather', 'items-ts__process_items']);
    expect(tools[0]!.inputSchema.required).toEqual(['location']);
  });

  it('calls both tools and gets text and structure', async () => {
    const weather = await client.callTool({
      name: 'weather-ts__get_weather',
      arguments: { location: 'Oslo', days: 2 },
    });
    expect(weather.isError ?? false).toBe(false);
    expect((weather.structuredContent as { days: unknown[] }).days).toHaveLength(2);
    const items = await client.callTool({ name: 'items-ts__process_items', arguments: { items: ['a', 'æ'] } });
    expect(items.structuredContent).toEqual({ items: ['A', 'Æ'] });
  });

  it('gets a failing tool as a result with isError', async () => {
    const result = await client.callTool({ name: 'items-ts__process_items', arguments: { items: [], fail: true } });
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain('the caller asked for it');
  });

  it.each([
    ['an unknown tool', 'weather-ts__nope', {}, 'unknown tool'],
    ['an unknown component', 'nope__tool', {}, 'no such component'],
    ['a wrong argument', 'weather-ts__get_weather', { location: 'Oslo', days: 99 }, 'days'],
  ])('gets %s as error -32602', async (_, name, args, text) => {
    await expect(client.callTool({ name, arguments: args })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(text),
    });
  });
});
