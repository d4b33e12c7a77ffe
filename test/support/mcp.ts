// Node, tests. JSON-RPC to the gateway without a client library in between.

export interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
}

/** Posts one raw body to the gateway. */
export function postMcp(baseUrl: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${baseUrl}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body,
  });
}

/** One `tools/call`; the parsed JSON-RPC answer. Throws when the status is not 200. */
export async function callTool(baseUrl: string, params: ToolCall) {
  const response = await postMcp(baseUrl, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
  const text = await response.text();
  if (response.status !== 200) throw new Error(`tools/call answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Runs `job` `count` times, `connections` at a time. */
export async function load(count: number, connections: number, job: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: connections }, lane));
}
