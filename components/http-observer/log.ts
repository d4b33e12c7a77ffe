// Guest. One line of JSON for a request, where LOG_FORMAT asks for it, and one for whatever goes wrong, in every case.
import { Bytes } from '../compiled/bytes.ts';
import { printError } from '../compiled/stderr.ts';
import { print } from '../compiled/stdout.ts';
import { now } from '../compiled/wall-clock.ts';
import { JsonLine } from './json-line.ts';
import { Observed } from './observed.ts';
import { Outcome, outcomeLabel } from './outcome.ts';
import { LogFormat, LogLevel, Settings } from './settings.ts';
import { traceIdOf } from './trace-context.ts';

/** The request's own line, and the one that says why it failed. */
export function logRequest(settings: Settings, seen: Observed): void {
  const isFailure = seen.outcome !== Outcome.Ok;
  if (settings.logFormat === LogFormat.Json) {
    const level = isFailure || seen.status >= 500 ? LogLevel.Error : LogLevel.Info;
    if (level >= settings.logLevel) write(settings, requestLine(settings, seen, level));
  } else if (isFailure && settings.logLevel <= LogLevel.Error) {
    printError(`http-observer: ${subject(settings)}: ${outcomeLabel(seen.outcome)}: ${seen.cause}`);
  }
}

/** Something beside the request went wrong. */
export function logFault(settings: Settings, seen: Observed, text: string): void {
  if (settings.logLevel > LogLevel.Error) return;
  if (settings.logFormat === LogFormat.Json) {
    const line = begin(settings, LogLevel.Error, text);
    addTrace(line, seen);
    write(settings, line);
  } else {
    printError(`http-observer: ${subject(settings)}: ${text}`);
  }
}

function subject(settings: Settings): string {
  return `component "${settings.component.toString()}"`;
}

function begin(settings: Settings, level: LogLevel, message: string): JsonLine {
  const line = new JsonLine();
  line.text('timestamp', Bytes.of(new Date(<i64>(now() / 1_000_000)).toISOString()));
  line.text('level', Bytes.of(level === LogLevel.Error ? 'error' : 'info'));
  line.text('component', settings.component);
  line.text('message', Bytes.of(message));
  return line;
}

function requestLine(settings: Settings, seen: Observed, level: LogLevel): JsonLine {
  const line = begin(settings, level, 'request');
  line.text('method', seen.method);
  line.text('path', seen.path);
  line.text('route', seen.route);
  line.number('status', seen.status);
  line.number('duration_seconds', seen.durationSeconds);
  line.number('request_bytes', <f64>seen.requestBytes);
  line.number('response_bytes', <f64>seen.responseBytes);
  if (seen.outcome !== Outcome.Ok) {
    line.text('outcome', Bytes.of(outcomeLabel(seen.outcome)));
    line.text('cause', Bytes.of(seen.cause));
  }
  addTrace(line, seen);
  return line;
}

function addTrace(line: JsonLine, seen: Observed): void {
  if (seen.traceparent.length > 0) line.text('trace_id', traceIdOf(seen.traceparent));
}

function write(settings: Settings, line: JsonLine): void {
  if (settings.logsToStderr) printError(line.toString());
  else print(line.toString());
}
