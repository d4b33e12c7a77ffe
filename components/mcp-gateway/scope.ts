// Guest. Which tools a client sees: all, one component's, some components', only those that change nothing.
import type { Settings } from './settings.ts';
import type { ToolMetadata } from './tool-components.ts';

export interface Scope {
  components: string[];
  readonly: boolean;
}

/** From `/mcp/x/<component>`, `/mcp/readonly`, `X-MCP-Toolsets: a,b`, `X-MCP-Readonly: true`. Undefined: no such scope. */
export function scopeOf(request: Request, { components }: Settings): Scope | undefined {
  const path = new URL(request.url).pathname.replace(/\/+$/, '');
  const rest = path.startsWith('/mcp') ? path.slice('/mcp'.length) : undefined;
  const toolsets = request.headers.get('x-mcp-toolsets');
  const named = toolsets?.split(',').map((name) => name.trim());
  const visible = named ? components.filter((component) => named.includes(component)) : components;
  const readonly = request.headers.get('x-mcp-readonly') === 'true';
  if (rest === '') return { components: visible, readonly };
  if (rest === '/readonly') return { components: visible, readonly: true };
  const one = rest && /^\/x\/([^/]+)$/.exec(rest)?.[1];
  if (!one || !components.includes(one)) return undefined;
  return { components: [one], readonly };
}

/** A tool that says nothing of itself may change something. */
export function isVisible({ readonly }: Scope, { annotations }: ToolMetadata): boolean {
  return !readonly || annotations?.readOnlyHint === true;
}
