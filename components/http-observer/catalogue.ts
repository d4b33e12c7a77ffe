// Guest. Made from catalogue/ by `npm run metrics -- --write`: change it there.
// biome-ignore-all format: one constant a line

export const MCP_METHODS: StaticArray<string> = ['completion/complete', 'initialize', 'logging/setLevel', 'notifications/cancelled', 'notifications/initialized', 'notifications/progress', 'notifications/roots/list_changed', 'ping', 'prompts/get', 'prompts/list', 'resources/list', 'resources/read', 'resources/subscribe', 'resources/templates/list', 'resources/unsubscribe', 'server/discover', 'tools/call', 'tools/list'];
export const MCP_PROTOCOL_VERSIONS: StaticArray<string> = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];
export const JSON_RPC_CODES: StaticArray<string> = ['-32700', '-32600', '-32601', '-32602', '-32603'];

export const HTTP_OBSERVER_FAILURES_TOTAL: string = 'http_observer_failures_total';
export const HTTP_OBSERVER_FAILURES_TOTAL_HELP: string = 'Observed requests that did not end as they should, by cause';
export const HTTP_OBSERVER_FAILURES_TOTAL_LABELS: StaticArray<string> = ['component', 'outcome'];

export const HTTP_RESPONSE_HEAD_SECONDS: string = 'http_response_head_seconds';
export const HTTP_RESPONSE_HEAD_SECONDS_HELP: string = 'Time until the head of a response whose body followed later';
export const HTTP_RESPONSE_HEAD_SECONDS_UNIT: string = 'seconds';
export const HTTP_RESPONSE_HEAD_SECONDS_BUCKETS: StaticArray<f64> = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
export const HTTP_RESPONSE_HEAD_SECONDS_LABELS: StaticArray<string> = ['component', 'route'];

export const MCP_REQUESTS_TOTAL: string = 'mcp_requests_total';
export const MCP_REQUESTS_TOTAL_HELP: string = 'MCP requests and notifications by method and JSON-RPC outcome';
export const MCP_REQUESTS_TOTAL_LABELS: StaticArray<string> = ['method', 'outcome'];

export const MCP_TOOL_CALLS_TOTAL: string = 'mcp_tool_calls_total';
export const MCP_TOOL_CALLS_TOTAL_HELP: string = 'MCP tool calls by tool and outcome';
export const MCP_TOOL_CALLS_TOTAL_LABELS: StaticArray<string> = ['outcome', 'tool'];

export const MCP_SERVER_OPERATION_DURATION_SECONDS: string = 'mcp_server_operation_duration_seconds';
export const MCP_SERVER_OPERATION_DURATION_SECONDS_HELP: string = 'Time from an MCP request or notification being read to its answer';
export const MCP_SERVER_OPERATION_DURATION_SECONDS_UNIT: string = 'seconds';
export const MCP_SERVER_OPERATION_DURATION_SECONDS_BUCKETS: StaticArray<f64> = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
export const MCP_SERVER_OPERATION_DURATION_SECONDS_LABELS: StaticArray<string> = ['error_type', 'gen_ai_tool_name', 'mcp_method_name', 'mcp_protocol_version', 'rpc_response_status_code'];
