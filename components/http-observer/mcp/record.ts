// Guest. The metrics of an MCP request that passed, the same as the gateway records of its own. What clients send becomes
// a label only where it is one of a few: catalogue/mcp.ts has the bounds.
import { Bytes } from '../../compiled/bytes.ts';
import { Batch } from '../bindings/registry.ts';
import * as catalogue from '../catalogue.ts';
import { Observed } from '../observed.ts';
import { Settings } from '../settings.ts';
import { McpRequest, McpResponse } from './message.ts';

/** Values that stand for many, or for nothing known. */
const OTHER: string = 'other';
const UNKNOWN: string = 'unknown';
const OK: string = 'ok';
const TOOL_ERROR: string = 'tool_error';

/** No tool has a longer name. */
const TOOL_BYTES: i32 = 128;

/** Adds nothing where OBSERVE_MCP is off, or where the request is no POST of JSON. */
export function recordMcp(batch: Batch, settings: Settings, seen: Observed): void {
  const requestText = seen.request;
  const responseText = seen.response;
  if (requestText === null || responseText === null) return;
  const request = McpRequest.read(requestText.bytes);
  const response = McpResponse.read(responseText.bytes);
  const method = oneOf(catalogue.MCP_METHODS, request.method, OTHER);
  const code = oneOf(catalogue.JSON_RPC_CODES, response.errorCode, response.errorCode.length > 0 ? OTHER : '');
  const outcome = outcomeOf(request, response, code, seen.status);
  const isCall = request.method.equalsText('tools/call');
  const tool = isCall ? toolOf(settings, request.name, outcome) : Bytes.empty();
  batch.count(catalogue.MCP_REQUESTS_TOTAL, catalogue.MCP_REQUESTS_TOTAL_HELP, catalogue.MCP_REQUESTS_TOTAL_LABELS, [
    method,
    outcome,
  ]);
  if (isCall) {
    batch.count(
      catalogue.MCP_TOOL_CALLS_TOTAL,
      catalogue.MCP_TOOL_CALLS_TOTAL_HELP,
      catalogue.MCP_TOOL_CALLS_TOTAL_LABELS,
      [outcome, tool],
    );
  }
  const isServersFault = outcome.equalsText(TOOL_ERROR) || outcome.equalsText('-32603');
  batch.observe(
    catalogue.MCP_SERVER_OPERATION_DURATION_SECONDS,
    catalogue.MCP_SERVER_OPERATION_DURATION_SECONDS_HELP,
    catalogue.MCP_SERVER_OPERATION_DURATION_SECONDS_UNIT,
    catalogue.MCP_SERVER_OPERATION_DURATION_SECONDS_LABELS,
    catalogue.MCP_SERVER_OPERATION_DURATION_SECONDS_BUCKETS,
    [isServersFault ? outcome : Bytes.empty(), tool, method, versionOf(request, response, seen), code],
    seen.durationSeconds,
  );
}

function outcomeOf(request: McpRequest, response: McpResponse, code: Bytes, status: i32): Bytes {
  if (code.length > 0) return code;
  if (response.isToolError) return Bytes.of(TOOL_ERROR);
  const isNotified = request.method.length > 0 && !request.hasId && status >= 200 && status < 300;
  return Bytes.of(response.isResult || isNotified ? OK : UNKNOWN);
}

/**
 * A name that the target answered for, or that OBSERVE_MCP_TOOLS lists. A name that was refused may be any: what clients
 * make up must not make series.
 */
function toolOf(settings: Settings, name: Bytes, outcome: Bytes): Bytes {
  const listed = settings.mcpTools;
  const isAnswered = outcome.equalsText(OK) || outcome.equalsText(TOOL_ERROR);
  const isKnown = listed.length > 0 ? isListed(listed, name) : isAnswered;
  return isKnown && name.length > 0 && name.length <= TOOL_BYTES ? name : Bytes.of(UNKNOWN);
}

/** In a list separated by commas. */
function isListed(list: Bytes, name: Bytes): bool {
  let from = 0;
  while (from < list.length) {
    let to = from;
    while (to < list.length && list.at(to) !== 44) to++;
    if (list.slice(from, to).trim().equals(name)) return true;
    from = to + 1;
  }
  return false;
}

/** Empty: nobody said. */
function versionOf(request: McpRequest, response: McpResponse, seen: Observed): Bytes {
  let version = request.protocolVersion;
  if (version.length === 0) version = response.protocolVersion;
  if (version.length === 0) version = seen.mcpProtocolVersion;
  return oneOf(catalogue.MCP_PROTOCOL_VERSIONS, version, version.length > 0 ? OTHER : '');
}

function oneOf(known: StaticArray<string>, value: Bytes, other: string): Bytes {
  for (let i = 0; i < known.length; i++) if (value.equalsText(known[i])) return value;
  return Bytes.of(other);
}
