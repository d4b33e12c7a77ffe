// Guest, tests. Parts of the observer that need no host, for tests to call with texts: an argument is put where
// `place` says, the result lies where `resultStart` and `resultLength` say.

import { Bytes } from '../../../../components/compiled/bytes.ts';
import { JsonLine } from '../../../../components/http-observer/json-line.ts';
import { McpRequest, McpResponse } from '../../../../components/http-observer/mcp/message.ts';
import { routeOf } from '../../../../components/http-observer/routes.ts';
import { isSampled, isTraceparent, spanIdOf, traceIdOf } from '../../../../components/http-observer/trace-context.ts';

let firstStart: usize = 0;
let firstLength: i32 = 0;
let secondStart: usize = 0;
let secondLength: i32 = 0;
export let resultStart: usize = 0;
export let resultLength: i32 = 0;

/** Makes room for the argument 0 or 1. */
export function place(index: i32, length: i32): usize {
  if (index === 0) {
    heap.reset();
    firstLength = length;
    firstStart = heap.alloc(length);
    return firstStart;
  }
  secondLength = length;
  secondStart = heap.alloc(length);
  return secondStart;
}

function first(): Bytes {
  return new Bytes(firstStart, firstLength);
}

function second(): Bytes {
  return new Bytes(secondStart, secondLength);
}

function give(result: Bytes): void {
  resultStart = result.start;
  resultLength = result.length;
}

function giveAll(parts: string[]): void {
  give(Bytes.of(parts.join('\n')));
}

/** Patterns, path. */
export function route(): void {
  give(routeOf(first(), second()));
}

/** Lines: method, whether there is an id, name, protocol version. */
export function mcpRequest(): void {
  const request = McpRequest.read(first());
  giveAll([
    request.method.toString(),
    request.hasId ? 'true' : 'false',
    request.name.toString(),
    request.protocolVersion.toString(),
  ]);
}

/** Lines: whether a result, whether the tool failed, error code, protocol version. */
export function mcpResponse(): void {
  const response = McpResponse.read(first());
  giveAll([
    response.isResult ? 'true' : 'false',
    response.isToolError ? 'true' : 'false',
    response.errorCode.toString(),
    response.protocolVersion.toString(),
  ]);
}

/** Lines: trace id, span id, whether it is sampled; nothing when it cannot be read. */
export function traceparent(): void {
  if (!isTraceparent(first())) give(Bytes.empty());
  else giveAll([traceIdOf(first()).toString(), spanIdOf(first()).toString(), isSampled(first()) ? 'true' : 'false']);
}

/** The object `{"text":…,"number":1.5}`. */
export function jsonLine(): void {
  const line = new JsonLine();
  line.text('text', first());
  line.number('number', 1.5);
  give(Bytes.of(line.toString()));
}
