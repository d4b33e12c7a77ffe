// Guest. The parts of MCP that need no tool: versions, `initialize`, `server/discover`.
import { codes, RpcError } from './json-rpc.ts';

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
