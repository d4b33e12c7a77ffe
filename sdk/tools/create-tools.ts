// Guest. FTL's tool contract: `GET /` lists the tools, `POST /<tool>` calls one with its bare arguments.
import type { $ZodType, output } from 'zod/v4/core';
import { safeParse, toJSONSchema } from 'zod/v4/core';
import { sampling } from '../profile/hook.ts';
import { ToolResponse, type ToolResult } from './response.ts';

export interface Tool<Schema extends $ZodType = $ZodType> {
  title?: string;
  description?: string;
  /** A zod schema; its JSON Schema is made once, at build time. */
  inputSchema: Schema;
  annotations?: Record<string, unknown>;
  handler: (input: output<Schema>) => ToolResult | Promise<ToolResult>;
}

/** Keeps the type of the input between schema and handler. */
export function tool<Schema extends $ZodType>(definition: Tool<Schema>): Tool {
  return definition as unknown as Tool;
}

export interface ToolsHandler {
  (request: Request): Promise<Response>;
  /** For `serve`: the paths of the tools. */
  readonly routes: readonly string[];
}

/** A fetch handler for tools by name. */
export function createTools(tools: Record<string, Tool>): ToolsHandler {
  const byName = new Map(Object.entries(tools));
  const metadata = JSON.stringify([...byName].map(([name, definition]) => describe(name, definition)));
  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === '/') {
      return request.method === 'GET' ? json(200, metadata) : notAllowed('GET');
    }
    if (request.method !== 'POST') return notAllowed('POST');
    const name = pathname.slice(1);
    const found = byName.get(name);
    if (!found) return failure(404, `unknown tool "${name}"; known: ${[...byName.keys()].join(', ')}`);
    sampling.label('tool', name);
    return call(found, request);
  };
  return Object.assign(handle, { routes: ['/', ...[...byName.keys()].map((name) => `/${name}`)] });
}

function describe(name: string, { title, description, inputSchema, annotations }: Tool) {
  return { name, title, description, inputSchema: toJSONSchema(inputSchema, { io: 'input' }), annotations };
}

async function call({ inputSchema, handler }: Tool, request: Request): Promise<Response> {
  let input: unknown;
  try {
    input = await request.json();
  } catch (error) {
    return failure(400, `the body is no JSON: ${(error as Error).message}; expected the tool's arguments as an object`);
  }
  const parsed = safeParse(inputSchema, input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`);
    return failure(400, issues.join('; '));
  }
  try {
    return json(200, JSON.stringify(await handler(parsed.data as never)));
  } catch (error) {
    return failure(400, error instanceof Error ? error.message : String(error));
  }
}

function failure(status: number, text: string): Response {
  return json(status, JSON.stringify(ToolResponse.error(text)));
}

function notAllowed(allowed: string): Response {
  return new Response(null, { status: 405, headers: { allow: allowed } });
}

function json(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json' } });
}
