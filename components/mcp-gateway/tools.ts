// Guest. `tools/list` and `tools/call`: one name space `component__tool` over all tool components.

import { ToolResponse } from 'spin-sidecars';
import { logger } from '../../sdk/log/logger.ts';
import { argumentsError } from './arguments.ts';
import { codes, isObject, RpcError } from './json-rpc.ts';
import { isVisible, type Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import { type Fetcher, fetchMetadata, postCall, type ToolMetadata } from './tool-components.ts';

const separator = '__';

/** Every visible tool. A component that cannot be asked is left out and logged: the others still work. */
export async function listTools(fetcher: Fetcher, scope: Scope): Promise<{ tools: ToolMetadata[] }> {
  const lists = await Promise.all(
    scope.components.map(async (component) => {
      try {
        const tools = await fetchMetadata(fetcher, component);
        return tools
          .filter((tool) => isVisible(scope, tool))
          .map((tool) => ({ ...tool, name: `${component}${separator}${tool.name}` }));
      } catch (error) {
        logger.error('tools of a component are missing', { error });
        return [];
      }
    }),
  );
  return { tools: lists.flat() };
}

export interface CallOutcome {
  result: Record<string, unknown>;
  isError: boolean;
}

export interface CallContext {
  fetcher: Fetcher;
  settings: Settings;
  scope: Scope;
  /** Headers to pass on to the tool. */
  headers: Record<string, string>;
  /** Told the full name as soon as the tool is known to exist. */
  found: (tool: string) => void;
  /** Told the full name when the tool is about to be asked. */
  called: (tool: string) => void;
}

/** One tool call. Throws RpcError for what FTL answers as an error; a tool that failed is a result with `isError`. */
export async function callTool(params: Record<string, unknown>, context: CallContext): Promise<CallOutcome> {
  const { name, arguments: args = {} } = params;
  if (typeof name !== 'string') throw new RpcError(codes.invalidParams, 'tools/call: expected "name" to be a string');
  if (!isObject(args)) throw new RpcError(codes.invalidParams, 'tools/call: expected "arguments" to be an object');
  const { component, tool } = await findTool(name, context);
  const wrong = context.settings.validateArguments ? argumentsError(tool.inputSchema, args) : undefined;
  if (wrong) throw new RpcError(codes.invalidParams, `tool "${name}": ${wrong}`);
  let response: Response;
  context.called(name);
  try {
    response = await postCall(context.fetcher, component, tool.name, args, context.headers);
  } catch (error) {
    return failed(`the tool could not be called: ${(error as Error).message}`);
  }
  return readResult(name, response);
}

async function findTool(name: string, { fetcher, scope, found }: CallContext) {
  const at = name.indexOf(separator);
  const component = name.slice(0, Math.max(at, 0));
  if (at < 1 || !scope.components.includes(component)) throw unknownTool(name, 'no such component');
  let tools: ToolMetadata[];
  try {
    tools = await fetchMetadata(fetcher, component);
  } catch (error) {
    throw new RpcError(codes.internalError, `tool "${name}": ${(error as Error).message}`);
  }
  const tool = tools.find((candidate) => candidate.name === name.slice(at + separator.length));
  if (!tool)
    throw unknownTool(name, `"${component}" has ${tools.map((known) => `"${known.name}"`).join(', ') || 'no tools'}`);
  found(name);
  if (!isVisible(scope, tool)) {
    throw new RpcError(codes.invalidRequest, `tool "${name}" may change something; this endpoint is read-only`);
  }
  return { component, tool };
}

/** The name is the client's: cut, so that an error stays readable. */
function unknownTool(name: string, reason: string): RpcError {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  return new RpcError(
    codes.invalidParams,
    `unknown tool "${shown}" (${reason}); expected <component>__<tool> as tools/list gives it`,
  );
}

async function readResult(name: string, response: Response): Promise<CallOutcome> {
  const text = await response.text();
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch {
    if (response.status !== 200) return failed(`the tool answered ${response.status}`);
    throw new RpcError(codes.internalError, `tool "${name}": its answer is no JSON`);
  }
  const isResult = isObject(result) && Array.isArray(result.content);
  if (response.status !== 200) {
    return isResult
      ? { result: { ...(result as object), isError: true }, isError: true }
      : failed(`the tool answered ${response.status}`);
  }
  if (!isResult) throw new RpcError(codes.internalError, `tool "${name}": its answer has no "content" list`);
  return { result: result as Record<string, unknown>, isError: (result as { isError?: boolean }).isError === true };
}

function failed(text: string): CallOutcome {
  return { result: { ...ToolResponse.error(text) }, isError: true };
}
