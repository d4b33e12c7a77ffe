// Guest. What a component imports as `spin-sidecars`.
import './metrics/engine.ts';

export type { Context, FetchApp, Handler, RoutedHandler } from './handler.ts';
export type { Level } from './log/level.ts';
export { type ChildOptions, type LogFields, type Logger, logger } from './log/logger.ts';
export { metrics } from './metrics/index.ts';
export { type ServeOptions, serve } from './serve.ts';
export { createTools, type Tool, type ToolsHandler, tool } from './tools/create-tools.ts';
export { ToolResponse, type ToolResult } from './tools/response.ts';
