// Guest. JSON-RPC 2.0: one request in, one answer out. Every outcome is HTTP 200; the code tells what went wrong.

export const codes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
} as const;

export type RequestId = string | number | null;

export interface RpcRequest {
  /** Undefined: a notification, which gets no answer. */
  id: RequestId | undefined;
  method: string;
  params: Record<string, unknown>;
}

/** An outcome that is answered as a JSON-RPC error. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

/** Reads one request. Throws RpcError that says what was found and what was expected. */
export function parseRequest(text: string): RpcRequest {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (error) {
    throw new RpcError(codes.parseError, `the body is no JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(message))
    throw new RpcError(codes.invalidRequest, 'batches are not taken; send one request at a time');
  if (!isObject(message)) throw new RpcError(codes.invalidRequest, 'expected a JSON-RPC request object');
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== '2.0') throw new RpcError(codes.invalidRequest, 'expected "jsonrpc": "2.0"');
  if (typeof method !== 'string') throw new RpcError(codes.invalidRequest, 'expected "method" to be a string');
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') {
    throw new RpcError(codes.invalidRequest, 'expected "id" to be a string or a number');
  }
  if (!isObject(params)) throw new RpcError(codes.invalidParams, 'expected "params" to be an object');
  return { id, method, params };
}

/** The id of a message that could not be taken as a request, for its answer. */
export function idOf(text: string): RequestId {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' || typeof id === 'number' ? id : null;
  } catch {
    return null;
  }
}

export const resultBody = (id: RequestId, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });

export const errorBody = (id: RequestId, code: number, message: string) =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
