// Guest. What a component imports as `spin-sidecars`.
import './metrics/engine.ts';

export { metrics } from './metrics/index.ts';
export { type Handler, type RoutedHandler, type ServeOptions, serve } from './serve.ts';
export { createTools, type Tool, tool } from './tools/create-tools.ts';
export { ToolResponse, type ToolResult } from './tools/response.ts';
