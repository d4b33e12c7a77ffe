// Guest. What a tool answers: MCP content, as FTL's tools give it.

export interface ToolResult {
  content: { type: 'text'; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

export const ToolResponse = {
  text: (text: string): ToolResult => ({ content: [{ type: 'text', text }] }),

  /** The call was understood and failed: the model that called may try something else. */
  error: (text: string): ToolResult => ({ content: [{ type: 'text', text }], isError: true }),

  withStructured: (text: string, structuredContent: Record<string, unknown>): ToolResult => ({
    content: [{ type: 'text', text }],
    structuredContent,
  }),
};
