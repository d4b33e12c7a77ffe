// Guest. The parts of MCP that need no tool: versions, `initialize`, `server/discover`.
import { codes, isObject, RpcError } from './json-rpc.ts';

/** Newest first. */
export const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

const serverInfo = { name: 'spin-sidecars-mcp-gateway', version: '0.1.0' };
const capabilities = { tools: {} };

/** The client's version where we speak it, else our newest: the client then decides. */
export function initialize(params: Record<string, unknown>) {
  const { protocolVersion } = params;
  if (typeof protocolVersion !== 'string') {
    throw new RpcError(
      codes.invalidParams,
      'initialize: expected "protocolVersion" to be a string such as "2025-11-25"',
    );
  }
  const known = protocolVersions.find((version) => version === protocolVersion);
  return { protocolVersion: known ?? protocolVersions[0], capabilities, serverInfo };
}

/** What clients of the revision 2026-07-28 ask instead of `initialize`. */
export function discover() {
  return { supportedVersions: protocolVersions, capabilities, serverInfo };
}

/** The revision that a request other than `initialize` says it speaks: before 2026-07-28 in a header, since then in `_meta`. */
export function statedVersion(request: Request, { _meta }: Record<string, unknown>): string | undefined {
  const version = isObject(_meta) ? _meta['io.modelcontextprotocol/protocolVersion'] : undefined;
  return typeof version === 'string' ? version : (request.headers.get('mcp-protocol-version') ?? undefined);
}
