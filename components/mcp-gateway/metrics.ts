// Guest. What the gateway records beside the HTTP metrics. What clients send becomes a label only where it is known: every
// label's bound is in catalogue/mcp.ts.
import { metrics } from 'spin-sidecars';
import { histogramOptionsOf, optionsOf } from '../../catalogue/forms.ts';
import * as mcp from '../../catalogue/mcp.ts';
import { isObject } from './json-rpc.ts';
import type { Quota } from './quotas.ts';

const requests = metrics.counter(mcp.requests.name, optionsOf(mcp.requests));
const toolCalls = metrics.counter(mcp.toolCalls.name, optionsOf(mcp.toolCalls));
const duration = metrics.histogram(mcp.operationDuration.name, histogramOptionsOf(mcp.operationDuration));
const sessions = metrics.counter(mcp.sessions.name, optionsOf(mcp.sessions));
const quotaUsed = metrics.counter(mcp.quotaUsed.name, optionsOf(mcp.quotaUsed));
const quotaLimit = metrics.gauge(mcp.quotaLimit.name, optionsOf(mcp.quotaLimit));
const quotaPeriod = metrics.gauge(mcp.quotaPeriod.name, optionsOf(mcp.quotaPeriod));

const methods = new Set<string>(mcp.methods);
const versions = new Set<string>(mcp.requestVersions);
const serverErrors = new Set<string>(mcp.serverErrors);

/** `ok`, `tool_error` or the JSON-RPC code. */
export type Outcome = 'ok' | 'tool_error' | `${number}`;

/** One request or notification that was answered. */
export interface Operation {
  /** As it was sent. */
  method: string;
  outcome: Outcome;
  seconds: number;
  /** As the client names it, or undefined. */
  protocolVersion: string | undefined;
  /** Only of a tool call. `name`: only one that was found among the components' tools. */
  tool: { name: string | undefined } | undefined;
}

/** Labels of the convention that do not apply are empty, which is the same as left out. */
export function recordOperation({ method, outcome, seconds, protocolVersion, tool }: Operation): void {
  const methodLabel = methods.has(method) ? method : 'other';
  const toolLabel = tool && (tool.name ?? 'unknown');
  requests.inc({ method: methodLabel, outcome });
  if (toolLabel) toolCalls.inc({ outcome, tool: toolLabel });
  duration.observe(
    {
      error_type: serverErrors.has(outcome) ? outcome : '',
      gen_ai_tool_name: toolLabel ?? '',
      mcp_method_name: methodLabel,
      mcp_protocol_version: versionLabel(protocolVersion),
      rpc_response_status_code: outcome === 'ok' || outcome === 'tool_error' ? '' : outcome,
    },
    seconds,
  );
}

function versionLabel(version: string | undefined): string {
  if (version === undefined) return '';
  return versions.has(version) ? version : 'other';
}

/** A client began a session. `clientInfo`: as it was sent. `known`: the names that are told apart. */
export function recordSession(clientInfo: unknown, protocolVersion: string, known: string[]): void {
  const name = isObject(clientInfo) && typeof clientInfo.name === 'string' ? clientInfo.name : '';
  const client = known.includes(name) ? name : name === '' ? 'unknown' : 'other';
  sessions.inc({ client, protocol_version: protocolVersion });
}

/** A call is about to reach a tool. Its quota travels along, so that a changed one shows with the next call. */
export function recordQuota(tool: string, quota: Quota | undefined): void {
  if (!quota) return;
  quotaUsed.inc({ tool });
  quotaLimit.set({ tool }, quota.calls);
  quotaPeriod.set({ tool }, quota.periodSeconds);
}

/** At build time: everything once, so that it is compiled and frozen into the component, with nothing counted. */
function warmUp(): void {
  recordOperation({ method: '', outcome: '-32603', seconds: 0, protocolVersion: '', tool: { name: undefined } });
  recordSession({ name: '' }, '', []);
  recordQuota('', { calls: 0, periodSeconds: 1 });
  for (const metric of [requests, toolCalls, duration, sessions, quotaUsed, quotaLimit, quotaPeriod]) metric.reset();
}

warmUp();
