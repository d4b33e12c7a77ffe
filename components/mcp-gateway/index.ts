// Guest. The demo's MCP gateway, in the shape of FTL's: tool components behind one JSON-RPC endpoint.
import { serve } from 'spin-sidecars';
import { createGateway } from './gateway.ts';
import { readSettings } from './settings.ts';

serve(createGateway({ readSettings, fetcher: (url, init) => fetch(url, init) }), {
  routes: ['/mcp', '/mcp/readonly', '/mcp/x/:component'],
});
