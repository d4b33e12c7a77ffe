// Guest and Node. What the gateway records beside the HTTP metrics, whose status is 200 for every JSON-RPC outcome. Beside
// the names of our own stands one of OpenTelemetry's conventions for MCP (repository semantic-conventions-genai, as read in
// November 2026, status "development"), in Prometheus form: `mcp.server.operation.duration`.
import type { Metric } from './metric.ts';

const source = 'mcp-gateway';

/** JSON-RPC's codes for what the client did wrong: to the convention they are no errors of the server. */
const clientErrorCodes = ['-32700', '-32600', '-32601', '-32602'] as const;

/** What the server did wrong, as `error.type`. */
export const serverErrors = ['-32603', 'tool_error'] as const;

/** Every code that the gateway answers. */
export const errorCodes = [...clientErrorCodes, '-32603'] as const;

/** What clients send to servers, by the revisions 2024-11-05 to 2026-07-28; whatever else shares one value. */
export const methods = [
  'completion/complete',
  'initialize',
  'logging/setLevel',
  'notifications/cancelled',
  'notifications/initialized',
  'notifications/progress',
  'notifications/roots/list_changed',
  'ping',
  'prompts/get',
  'prompts/list',
  'resources/list',
  'resources/read',
  'resources/subscribe',
  'resources/templates/list',
  'resources/unsubscribe',
  'server/discover',
  'tools/call',
  'tools/list',
  'other',
] as const;

/** What the gateway agrees on with a client that sends `initialize`. */
export const sessionVersions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;

/** The newest revision has no sessions: its clients name it in every request. */
export const requestVersions = [...sessionVersions, '2026-07-28', 'other'] as const;

/** The last two only through the observer: another code, and an answer that could not be read. */
const outcomeLabel = { name: 'outcome', values: ['ok', 'tool_error', ...errorCodes, 'other', 'unknown'] } as const;

const toolBound =
  'tools that the components in the variable component_names list, as component__tool; any other name is `unknown`';

/** Only tools that the operator named. */
const quotaToolLabel = { name: 'tool', bound: 'tools that the variable tool_quotas names' } as const;

export const requests = {
  name: 'mcp_requests_total',
  kind: 'counter',
  help: 'MCP requests and notifications by method and JSON-RPC outcome',
  unit: '',
  labels: [{ name: 'method', values: methods }, outcomeLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const toolCalls = {
  name: 'mcp_tool_calls_total',
  kind: 'counter',
  help: 'MCP tool calls by tool and outcome',
  unit: '',
  labels: [outcomeLabel, { name: 'tool', bound: toolBound }],
  source,
  stability: 'stable',
} as const satisfies Metric;

/** The convention leaves an attribute out that does not apply; so do we. */
export const operationDuration = {
  name: 'mcp_server_operation_duration_seconds',
  kind: 'histogram',
  help: 'Time from an MCP request or notification being read to its answer',
  unit: 'seconds',
  labels: [
    { name: 'error_type', values: serverErrors },
    { name: 'gen_ai_tool_name', bound: toolBound },
    { name: 'mcp_method_name', values: methods },
    { name: 'mcp_protocol_version', values: requestVersions },
    { name: 'rpc_response_status_code', values: [...errorCodes, 'other'] },
  ],
  buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
  source,
  stability: 'experimental',
} as const satisfies Metric;

export const sessions = {
  name: 'mcp_sessions_total',
  kind: 'counter',
  help: 'MCP sessions that clients began with initialize',
  unit: '',
  labels: [
    { name: 'client', bound: 'names in the variable client_names; any other is `other`, none is `unknown`' },
    { name: 'protocol_version', values: sessionVersions },
  ],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const quotaUsed = {
  name: 'mcp_tool_quota_used_calls_total',
  kind: 'counter',
  help: 'Calls that reached a tool which has a quota, whatever became of them',
  unit: '',
  labels: [quotaToolLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const quotaLimit = {
  name: 'mcp_tool_quota_limit_calls',
  kind: 'gauge',
  help: 'Calls that the quota of a tool allows in one of its periods',
  unit: '',
  labels: [quotaToolLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const quotaPeriod = {
  name: 'mcp_tool_quota_period_seconds',
  kind: 'gauge',
  help: 'Length of the period of the quota of a tool',
  unit: 'seconds',
  labels: [quotaToolLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;
