import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createTools, tool } from '../../../sdk/tools/create-tools.ts';
import { ToolResponse } from '../../../sdk/tools/response.ts';

const tools = createTools({
  greet: tool({
    title: 'Greet',
    description: 'Greets',
    inputSchema: z.object({ name: z.string(), times: z._default(z.number(), 1) }),
    handler: ({ name, times }) => ToolResponse.text(`hello ${name}`.repeat(times)),
  }),
  fail: tool({
    inputSchema: z.object({}),
    handler: () => {
      throw new Error('no luck');
    },
  }),
});

const post = (path: string, body: string) => tools(new Request(`http://tool.test${path}`, { method: 'POST', body }));

describe('createTools', () => {
  it('lists its tools with the JSON Schema of their input', async () => {
    const [greet] = await (await tools(new Request('http://tool.test/'))).json();
    expect(greet).toMatchObject({
      name: 'greet',
      title: 'Greet',
      inputSchema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    });
  });

  it('calls a tool with bare arguments, defaults filled in', async () => {
    const response = await post('/greet', '{"name":"Ada"}');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ content: [{ type: 'text', text: 'hello Ada' }] });
  });

  it.each([
    ['a handler that throws', '/fail', '{}', 400, 'no luck'],
    ['an argument of the wrong type', '/greet', '{"name":1}', 400, 'name: '],
    ['a body that is no JSON', '/greet', '{', 400, 'no JSON'],
    ['an unknown tool', '/other', '{}', 404, 'known: greet, fail'],
  ])('answers %s with an error in the contract’s form', async (_, path, body, status, text) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    const result = await response.json();
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain(text);
  });

  it('refuses other methods', async () => {
    const response = await tools(new Request('http://tool.test/greet', { method: 'PUT' }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('knows its routes', () => {
    expect(tools.routes).toEqual(['/', '/greet', '/fail']);
  });
});
