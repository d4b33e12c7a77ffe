import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionVersions } from '../../../catalogue/mcp.ts';
import { createGateway, maxBodyBytes } from '../../../components/mcp-gateway/gateway.ts';
import { protocolVersions } from '../../../components/mcp-gateway/protocol.ts';
import type { Settings } from '../../../components/mcp-gateway/settings.ts';
import { collectMetrics } from '../../../sdk/metrics/collect.ts';

const settings: Settings = {
  components: ['alpha', 'beta'],
  validateArguments: true,
  clientNames: () => ['known-client'],
  toolQuotas: () => new Map([['alpha__echo', { calls: 100, periodSeconds: 3600 }]]),
};
const echo = {
  name: 'echo',
  description: 'Echoes',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  annotations: { readOnlyHint: true },
};
const write = { name: 'write', inputSchema: { type: 'object' } };

/** Two tool components: `alpha` works, `beta` answers what a test sets. */
let beta: () => Response;
const fetcher = vi.fn(async (url: string, init?: RequestInit) => {
  if (url.startsWith('http://beta.')) return beta();
  if (!init) return Response.json([echo, write]);
  return Response.json({ content: [{ type: 'text', text: String(init.body) }] });
});
const gateway = createGateway({ readSettings: () => settings, fetcher });

beforeEach(() => {
  beta = () => Response.json([]);
  fetcher.mockClear();
});

const send = (body: unknown, path = '/mcp', headers: Record<string, string> = {}) =>
  gateway(
    new Request(`http://app.test${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
const rpc = (method: string, params?: unknown) => ({ jsonrpc: '2.0', id: 7, method, params });
const call = (name: unknown, args: unknown = {}) => rpc('tools/call', { name, arguments: args });
const answer = async (body: unknown, path?: string, headers?: Record<string, string>) => {
  const response = await send(body, path, headers);
  expect(response.status).toBe(200);
  return response.json();
};

describe('initialize', () => {
  it.each([
    ['2025-11-25', '2025-11-25'],
    ['2024-11-05', '2024-11-05'],
    ['1999-01-01', '2025-11-25'],
  ])('answers a client of %s with %s', async (asked, given) => {
    const { result } = await answer(rpc('initialize', { protocolVersion: asked, capabilities: {}, clientInfo: {} }));
    expect(result.protocolVersion).toBe(given);
    expect(result.capabilities).toEqual({ tools: {} });
  });
});

describe('JSON-RPC errors', () => {
  it.each([
    ['malformed JSON', '{"jsonrpc"', -32700],
    ['a batch', '[]', -32600],
    ['no object', '7', -32600],
    ['no version', '{"id":1,"method":"ping"}', -32600],
    ['no method', '{"jsonrpc":"2.0","id":1}', -32600],
    ['an id of the wrong type', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    ['params of the wrong type', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32602],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"__proto__"}', -32601],
  ])('answers %s', async (_, body, code) => {
    expect((await answer(body)).error.code).toBe(code);
  });

  it('carry the id of the request', async () => {
    expect(await answer(rpc('nope'))).toMatchObject({ id: 7, error: { code: -32601 } });
  });
});

describe('tools/list', () => {
  it('lists every component’s tools as component__tool', async () => {
    const { result } = await answer(rpc('tools/list'));
    expect(result.tools.map(({ name }: { name: string }) => name)).toEqual(['alpha__echo', 'alpha__write']);
  });

  it('leaves out a component that cannot be asked, and says so in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    beta = () => new Response('broken', { status: 500 });
    expect((await answer(rpc('tools/list'))).result.tools).toHaveLength(2);
    expect(String(log.mock.calls[0])).toContain('beta');
    log.mockRestore();
  });

  it('shows only what the scope allows', async () => {
    const names = async (path: string, headers?: Record<string, string>) =>
      (await answer(rpc('tools/list'), path, headers)).result.tools.map(({ name }: { name: string }) => name);
    expect(await names('/mcp/readonly')).toEqual(['alpha__echo']);
    expect(await names('/mcp', { 'x-mcp-readonly': 'true' })).toEqual(['alpha__echo']);
    expect(await names('/mcp/x/beta')).toEqual([]);
    expect(await names('/mcp', { 'x-mcp-toolsets': 'beta' })).toEqual([]);
    expect((await send(rpc('tools/list'), '/mcp/x/gamma')).status).toBe(404);
  });
});

describe('tools/call', () => {
  it('posts the bare arguments to the tool', async () => {
    const { result } = await answer(call('alpha__echo', { text: 'hi' }));
    expect(result.content[0].text).toBe('{"text":"hi"}');
    const [url] = fetcher.mock.calls.at(-1)!;
    expect(url).toBe('http://alpha.spin.internal/echo');
  });

  it.each([
    ['no name', undefined, {}, -32602, 'name'],
    ['a name without component', 'echo', {}, -32602, 'echo'],
    ['an unknown component', 'gamma__echo', {}, -32602, 'gamma__echo'],
    ['an unknown tool', 'alpha__nope', {}, -32602, '"echo"'],
    ['a prototype’s name', 'alpha__constructor', {}, -32602, 'constructor'],
    ['a wrong argument', 'alpha__echo', { text: 1 }, -32602, 'text'],
    ['a missing argument', 'alpha__echo', {}, -32602, 'text'],
    ['arguments of the wrong type', 'alpha__echo', 'x', -32602, 'arguments'],
  ])('refuses %s', async (_, name, args, code, text) => {
    const { error } = await answer(call(name, args));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(fetcher.mock.calls.every(([, init]) => init === undefined)).toBe(true);
  });

  it('never asks a component that is not in its list: an unknown id would trap the gateway', async () => {
    await answer(call('evil__tool'));
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('refuses a tool that may write on a read-only endpoint', async () => {
    expect((await answer(call('alpha__write'), '/mcp/readonly')).error.code).toBe(-32600);
  });

  it.each([
    [
      'answers 400 in the contract’s form',
      () => Response.json({ content: [{ type: 'text', text: 'bad luck' }], isError: true }, { status: 400 }),
      'bad luck',
    ],
    ['answers 500 with nothing', () => new Response(null, { status: 500 }), '500'],
  ])('gives a result with isError when the tool %s', async (_, respond, text) => {
    const lists = [() => Response.json([{ ...echo, name: 't', inputSchema: { type: 'object' } }]), respond];
    beta = () => lists.shift()!();
    const { result } = await answer(call('beta__t'));
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain(text);
  });

  it('answers -32603 when the tool’s answer cannot be read', async () => {
    const lists = [
      () => Response.json([{ ...echo, name: 't', inputSchema: { type: 'object' } }]),
      () => new Response('<html>'),
    ];
    beta = () => lists.shift()!();
    expect((await answer(call('beta__t'))).error.code).toBe(-32603);
  });
});

describe('HTTP', () => {
  it('answers a notification with 202 and no body', async () => {
    const response = await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  it('takes POST only: there is no stream to GET', async () => {
    const response = await gateway(new Request('http://app.test/mcp'));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('refuses another content type with 415 and a body that is too large with 413', async () => {
    expect((await send('{}', '/mcp', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send('x'.repeat(maxBodyBytes + 1))).status).toBe(413);
  });
});

describe('metrics', () => {
  /** `name{value,value}` in the order of the label names, empty ones left out -> change. */
  const recorded = async () => {
    const { families, samples } = await collectMetrics();
    return Object.fromEntries(
      samples.map(({ family, labels, change }) => {
        const values = labels.val.filter((value) => value !== '');
        return [`${families[family]!.name}{${values.join(',')}}`, change.val];
      }),
    );
  };
  /** Method and outcome of each operation, from the labels of OpenTelemetry's histogram. */
  const operations = (samples: Record<string, unknown>) =>
    Object.keys(samples).flatMap((series) => /^mcp_server_operation_duration_seconds\{(.*)\}$/.exec(series)?.[1] ?? []);
  beforeEach(collectMetrics);

  it('record the JSON-RPC outcome, and names only that are known', async () => {
    await answer(call('alpha__echo', { text: 'x' }));
    await answer(call('alpha__nope'));
    await answer(rpc('made/up'));
    await answer('no JSON');
    expect(await recorded()).toMatchObject({
      'mcp_requests_total{tools/call,ok}': 1,
      'mcp_requests_total{tools/call,-32602}': 1,
      'mcp_requests_total{other,-32601}': 1,
      'mcp_requests_total{other,-32700}': 1,
      'mcp_tool_calls_total{ok,alpha__echo}': 1,
      'mcp_tool_calls_total{-32602,unknown}': 1,
    });
  });

  it('follow OpenTelemetry: error.type only of the server’s own failures, the code of every refusal, the tool of calls', async () => {
    await answer(call('alpha__echo', { text: 'x' }));
    await answer(call('alpha__nope'));
    await answer(rpc('ping'));
    beta = () => Response.json([{ name: 't', inputSchema: {} }]);
    for (const response of [new Response(null, { status: 500 }), new Response('<html>')]) {
      fetcher.mockImplementationOnce(async () => beta()).mockImplementationOnce(async () => response);
      await answer(call('beta__t'));
    }
    expect(operations(await recorded()).sort()).toEqual([
      '-32603,beta__t,tools/call,-32603',
      'alpha__echo,tools/call',
      'ping',
      'tool_error,beta__t,tools/call',
      'unknown,tools/call,-32602',
    ]);
  });

  it.each([
    ['the header', rpc('ping'), { 'mcp-protocol-version': '2025-06-18' }, 'ping,2025-06-18'],
    [
      '_meta',
      rpc('ping', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }),
      {},
      'ping,2026-07-28',
    ],
    ['a header that is made up', rpc('ping'), { 'mcp-protocol-version': 'x' }, 'ping,other'],
    ['initialize', rpc('initialize', { protocolVersion: '2024-11-05' }), {}, 'initialize,2024-11-05'],
  ])('know the protocol version from %s', async (_, message, headers, labels) => {
    await answer(message, '/mcp', headers);
    expect(operations(await recorded())).toEqual([labels]);
  });

  it('do not take a notification for a call', async () => {
    await send({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'alpha__echo' } });
    const samples = await recorded();
    expect(samples).toMatchObject({ 'mcp_requests_total{tools/call,ok}': 1 });
    expect(Object.keys(samples).filter((series) => series.startsWith('mcp_tool_calls'))).toEqual([]);
  });

  it.each([
    [{ name: 'known-client', version: '1' }, 'known-client'],
    [{ name: 'made-up' }, 'other'],
    [{ name: 7 }, 'unknown'],
    ['text', 'unknown'],
    [undefined, 'unknown'],
  ])('count the session of client %j as %s', async (clientInfo, client) => {
    await answer(rpc('initialize', { protocolVersion: '2025-06-18', clientInfo }));
    expect(await recorded()).toMatchObject({ [`mcp_sessions_total{${client},2025-06-18}`]: 1 });
  });

  it('count no session that was refused, and no version that is not spoken', async () => {
    await answer(rpc('initialize', {}));
    await answer(rpc('initialize', { protocolVersion: '1999-01-01' }));
    const sessions = Object.keys(await recorded()).filter((series) => series.startsWith('mcp_sessions'));
    expect(sessions).toEqual(['mcp_sessions_total{unknown,2025-11-25}']);
  });

  it('show what is used of a quota: calls that reached the tool, not those that were refused', async () => {
    await answer(call('alpha__echo', { text: 'x' }));
    await answer(call('alpha__echo', { text: 7 }));
    await answer(call('alpha__write'));
    const quotas = Object.entries(await recorded()).filter(([series]) => series.startsWith('mcp_tool_quota'));
    expect(Object.fromEntries(quotas)).toEqual({
      'mcp_tool_quota_used_calls_total{alpha__echo}': 1,
      'mcp_tool_quota_limit_calls{alpha__echo}': 100,
      'mcp_tool_quota_period_seconds{alpha__echo}': 3600,
    });
  });

  it('know every version that initialize agrees on', () => {
    expect([...protocolVersions].sort()).toEqual([...sessionVersions].sort());
  });
});
