// Guest. The tool components behind the gateway, over Spin's service chaining: their tools, and calls of them.
import { withDeadline } from '../../sdk/deadline.ts';
import { isObject } from './json-rpc.ts';

export interface ToolMetadata {
  name: string;
  title?: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: { readOnlyHint?: boolean } & Record<string, unknown>;
}

/** Longest wait for one answer of a tool. */
const deadlineMs = 30_000;

export type Fetcher = (url: string, init?: RequestInit) => Promise<Response>;

/** Rejects with a readable Error when the component does not answer with a list of tools. */
export async function fetchMetadata(fetcher: Fetcher, component: string): Promise<ToolMetadata[]> {
  const response = await inTime(component, fetcher(address(component, '')));
  if (response.status !== 200)
    throw new Error(`${component}: its list of tools answered ${response.status}, expected 200`);
  const list: unknown = await response.json();
  if (!Array.isArray(list) || !list.every(isMetadata)) {
    throw new Error(`${component}: its list of tools is not an array of { name, inputSchema }`);
  }
  return list;
}

/** One call with the bare arguments. The trace travels along by itself, see sdk/trace/fetch.ts. */
export function postCall(
  fetcher: Fetcher,
  component: string,
  tool: string,
  args: Record<string, unknown>,
): Promise<Response> {
  return inTime(
    component,
    fetcher(address(component, tool), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    }),
  );
}

function address(component: string, tool: string): string {
  return `http://${component}.spin.internal/${encodeURIComponent(tool)}`;
}

function isMetadata(value: unknown): value is ToolMetadata {
  return isObject(value) && typeof value.name === 'string' && isObject(value.inputSchema);
}

function inTime(component: string, answer: Promise<Response>): Promise<Response> {
  return withDeadline(answer, deadlineMs, `${component}: no answer within ${deadlineMs} ms`);
}
