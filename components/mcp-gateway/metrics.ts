// Guest. What the gateway records beside the HTTP metrics: the JSON-RPC outcome, because its HTTP status is always 200.
import { metrics } from 'spin-sidecars';

const requests = metrics.counter('mcp_requests_total', {
  help: 'MCP requests by method and JSON-RPC outcome',
  labelNames: ['method', 'outcome'],
});

const toolCalls = metrics.counter('mcp_tool_calls_total', {
  help: 'MCP tool calls by tool and outcome',
  labelNames: ['outcome', 'tool'],
});

const duration = metrics.histogram('mcp_server_operation_duration_seconds', {
  help: 'Duration of MCP requests',
  labelNames: ['method'],
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
});

/** Methods by name; whatever else a client sends shares one value. */
const methods = new Set([
  'initialize',
  'notifications/initialized',
  'notifications/cancelled',
  'ping',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'server/discover',
  'tools/call',
  'tools/list',
]);

/** `ok`, `tool_error` or the JSON-RPC code. */
export type Outcome = 'ok' | 'tool_error' | `${number}`;

/** `tool`: only a name that was found among the components' tools; undefined when no tool was called. */
export function recordOutcome(method: string, outcome: Outcome, seconds: number, tool: string | undefined): void {
  const label = methods.has(method) ? method : 'other';
  requests.inc({ method: label, outcome });
  duration.observe({ method: label }, seconds);
  if (label === 'tools/call') toolCalls.inc({ outcome, tool: tool ?? 'unknown' });
}
