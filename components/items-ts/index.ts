// Guest. The demo's tool with metrics of its own: the guide's example, served as a tool.
import { createTools, serve, ToolResponse, tool } from 'spin-sidecars';
import { handler } from './handler.ts';
import { inputSchema } from './process-item.ts';

serve(
  createTools({
    process_items: tool({
      title: 'Process items',
      description: 'Turns items into upper case; fails when asked to, so that errors can be seen on a dashboard',
      inputSchema,
      handler: async (input) => {
        const items = await handler(input);
        return ToolResponse.withStructured(`processed ${items.length} items`, { items });
      },
    }),
  }),
);
