// Guest. One HTTP request to the gateway: streamable HTTP without streams, as FTL's gateway answers.
import { logger } from '../../sdk/log/logger.ts';
import { codes, errorBody, idOf, parseRequest, RpcError, type RpcRequest, resultBody } from './json-rpc.ts';
import { type Operation, recordOperation, recordQuota, recordSession } from './metrics.ts';
import { discover, initialize, statedVersion } from './protocol.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Settings } from './settings.ts';
import type { Fetcher } from './tool-components.ts';
import { callTool, listTools } from './tools.ts';

/** Largest body that is read. */
export const maxBodyBytes = 4 * 1024 * 1024;

export interface GatewayOptions {
  readSettings: () => Settings;
  fetcher: Fetcher;
}

/** Passed on to tools, so that one call is one trace. */
const passedOn = ['traceparent', 'tracestate', 'baggage'];

export function createGateway({ readSettings, fetcher }: GatewayOptions) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') {
      return new Response('this endpoint takes JSON-RPC by POST; it offers no stream\n', {
        status: 405,
        headers: { allow: 'POST' },
      });
    }
    const settings = readSettings();
    const scope = scopeOf(request, settings);
    if (!scope) return new Response('no such MCP endpoint\n', { status: 404 });
    const type = request.headers.get('content-type') ?? '';
    if (!type.toLowerCase().startsWith('application/json')) {
      return rpc(415, errorBody(null, codes.invalidRequest, `found content-type "${type}", expected application/json`));
    }
    const text = await readBody(request);
    if (text === undefined) {
      return rpc(
        413,
        errorBody(null, codes.invalidRequest, `the body is too large; at most ${maxBodyBytes} bytes are taken`),
      );
    }
    return answer(text, { request, settings, scope, fetcher });
  };
}

interface Context {
  request: Request;
  settings: Settings;
  scope: Scope;
  fetcher: Fetcher;
}

/** What becomes known of an operation while it runs. */
type Seen = Pick<Operation, 'method' | 'protocolVersion' | 'tool'>;

async function answer(text: string, context: Context): Promise<Response> {
  const started = performance.now();
  const seen: Seen = { method: 'other', protocolVersion: undefined, tool: undefined };
  const record = (outcome: Operation['outcome']) =>
    recordOperation({ ...seen, outcome, seconds: (performance.now() - started) / 1000 });
  try {
    const message = parseRequest(text);
    seen.method = message.method;
    seen.protocolVersion = statedVersion(context.request, message.params);
    if (message.id === undefined) {
      record('ok');
      return new Response(null, { status: 202 });
    }
    const { result, isError } = await dispatch(message, context, seen);
    record(isError ? 'tool_error' : 'ok');
    return rpc(200, resultBody(message.id, result));
  } catch (error) {
    const known = error instanceof RpcError;
    if (!known) logger.error('a request could not be answered', { error });
    const code = known ? error.code : codes.internalError;
    record(`${code}`);
    return rpc(200, errorBody(idOf(text), code, known ? error.message : 'internal error'));
  }
}

async function dispatch({ method, params }: RpcRequest, context: Context, seen: Seen) {
  const done = (result: unknown) => ({ result, isError: false });
  switch (method) {
    case 'initialize':
      return done(begin(params, context, seen));
    case 'server/discover':
      return done(discover());
    case 'ping':
      return done({});
    case 'tools/list':
      return done(await listTools(context.fetcher, context.scope));
    case 'tools/call':
      return call(params, context, seen);
    case 'prompts/list':
      return done({ prompts: [] });
    case 'resources/list':
      return done({ resources: [] });
    case 'resources/templates/list':
      return done({ resourceTemplates: [] });
    default:
      throw new RpcError(codes.methodNotFound, `unknown method "${method.slice(0, 100)}"`);
  }
}

function begin(params: RpcRequest['params'], { settings }: Context, seen: Seen) {
  const result = initialize(params);
  seen.protocolVersion = result.protocolVersion;
  recordSession(params.clientInfo, result.protocolVersion, settings.clientNames());
  return result;
}

function call(params: RpcRequest['params'], context: Context, seen: Seen) {
  const tool: Seen['tool'] = { name: undefined };
  seen.tool = tool;
  return callTool(params, {
    ...context,
    headers: traceHeaders(context.request),
    found(name) {
      tool.name = name;
    },
    called: (name) => recordQuota(name, context.settings.toolQuotas().get(name)),
  });
}

function traceHeaders(request: Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of passedOn) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return headers;
}

/** Undefined when it is too large: then the rest is not read. */
async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined;
  if (request.headers.has('content-length') || !request.body) return request.text();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.length;
    if (bytes > maxBodyBytes) return undefined;
    text += decoder.decode(next.value, { stream: true });
  }
  return text + decoder.decode();
}

function rpc(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json' } });
}
