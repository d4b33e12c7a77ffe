// Guest. The request's span as OpenTelemetry's conventions for MCP describe it: one span for HTTP and MCP, which here are
// one operation.
import { methods as known } from '../../catalogue/mcp.ts';
import { requestSpan, SpanStatusCode } from '../../sdk/trace/server-span.ts';
import type { RpcRequest } from './json-rpc.ts';
import type { Operation } from './metrics.ts';

const methods = new Set<string>(known);

/** What is known before the operation runs. */
export function beginSpan({ id, method }: RpcRequest): void {
  const span = requestSpan();
  if (!span) return;
  span.setAttribute('mcp.method.name', method.slice(0, 100));
  if (id !== undefined && id !== null) span.setAttribute('jsonrpc.request.id', String(id).slice(0, 100));
}

/** What is known at its end. A span's name, too, says only what is known to exist. */
export function describeSpan(
  { method, protocolVersion, tool }: Pick<Operation, 'method' | 'protocolVersion' | 'tool'>,
  outcome: Operation['outcome'],
): void {
  const span = requestSpan();
  if (!span) return;
  if (methods.has(method)) span.updateName(tool?.name ? `${method} ${tool.name}` : method);
  if (protocolVersion !== undefined) span.setAttribute('mcp.protocol.version', protocolVersion.slice(0, 100));
  if (tool) span.setAttribute('gen_ai.operation.name', 'execute_tool');
  if (tool?.name) span.setAttribute('gen_ai.tool.name', tool.name);
  if (outcome === 'ok') return;
  span.setAttribute('error.type', outcome);
  if (outcome !== 'tool_error') span.setAttribute('rpc.response.status_code', outcome);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
