// Guest. The logger. It never throws and never fails the tool: a line that cannot be made or written is lost.
import { phase } from '../phase.ts';
import { activeIds } from '../trace/active.ts';
import { type Level, rankOf } from './levels.ts';
import { type LogRecord, lineOf } from './line.ts';
import { writeLine } from './output.ts';
import { keepRecord } from './records.ts';
import { type IsRedacted, redactionOf } from './redaction.ts';
import { type LogSettings, readLogSettings } from './settings.ts';

/** Any values; what JSON cannot hold is shown as well as can be. An Error stands for `{ error }`. */
export type Fields = Record<string, unknown> | Error;

export interface ChildOptions {
  /** Also names of fields that are not shown. */
  redact?: readonly string[];
}

let settings: LogSettings | undefined;

/** Of this instance. A host call. */
export function logSettings(): LogSettings {
  if (settings) return settings;
  settings = readLogSettings();
  for (const fault of settings.faults) logger.warn(`spin-sidecars: ${fault}`);
  return settings;
}

export class Logger {
  readonly #bindings: Record<string, unknown>;
  readonly #redact: readonly string[];
  #isRedacted: IsRedacted | undefined;

  constructor(bindings: Record<string, unknown> = {}, redact: readonly string[] = []) {
    this.#bindings = bindings;
    this.#redact = redact;
  }

  trace(message: unknown, fields?: Fields): void {
    this.log('trace', message, fields);
  }

  debug(message: unknown, fields?: Fields): void {
    this.log('debug', message, fields);
  }

  info(message: unknown, fields?: Fields): void {
    this.log('info', message, fields);
  }

  warn(message: unknown, fields?: Fields): void {
    this.log('warn', message, fields);
  }

  /** `logger.error(error)`, `logger.error('what failed', error)` and `logger.error('what failed', { error, … })`. */
  error(message: unknown, fields?: Fields): void {
    this.log('error', message, fields);
  }

  /** As `error`; nothing ends because of it. */
  fatal(message: unknown, fields?: Fields): void {
    this.log('fatal', message, fields);
  }

  /** Whether a line of this level would be written: ask before making fields that are dear. */
  isEnabled(level: Level): boolean {
    return !phase.isServing || rankOf(level) >= logSettings().rank;
  }

  /** A logger whose lines have these fields too. */
  child(bindings: Record<string, unknown>, { redact = [] }: ChildOptions = {}): Logger {
    return new Logger({ ...this.#bindings, ...bindings }, [...this.#redact, ...redact]);
  }

  /** One line at any level. `message`: a text; an Error, which then is the field `error` too; or fields. */
  log(level: Level, message: unknown, fields?: Fields): void {
    try {
      if (!phase.isServing) {
        console.log(`${level}: ${String(message)}`); // part of the build's output
      } else if (this.isEnabled(level)) {
        this.#write(level, message, fields);
      }
    } catch {
      // the line is lost, the tool goes on
    }
  }

  #write(level: Level, message: unknown, given: Fields | undefined): void {
    const { component, format, destination, redacted } = logSettings();
    this.#isRedacted ??= redactionOf([...redacted, ...this.#redact]);
    const record: LogRecord = {
      at: new Date(),
      level,
      component,
      message: textOf(message),
      fields: { ...this.#bindings, ...fieldsOf(message), ...fieldsOf(given) },
      ...activeIds(),
    };
    writeLine(lineOf(record, format, this.#isRedacted), destination);
    keepRecord(record, this.#isRedacted);
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message || message.name;
  return typeof message === 'object' && message !== null ? '' : String(message);
}

/** pino's callers give an object first. */
function fieldsOf(given: unknown): Record<string, unknown> | undefined {
  if (given instanceof Error) return { error: given };
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : undefined;
}

/** A span as a line, whatever the level: who asks for it wants to see it. Not a record for collectors. */
export function logSpan(at: Date, ids: { traceId: string; spanId: string }, fields: Record<string, unknown>): void {
  const { component, format, destination, redacted } = logSettings();
  const record: LogRecord = { at, level: 'info', component, message: 'span', fields, ...ids, isSampled: true };
  writeLine(lineOf(record, format, redactionOf(redacted)), destination);
}

/** The component's logger, as set by LOG_LEVEL, LOG_FORMAT, LOG_DESTINATION and LOG_REDACT. */
export const logger = new Logger();

/** Tests: the next line reads the environment again. */
export function forgetLogSettings(): void {
  settings = undefined;
}
