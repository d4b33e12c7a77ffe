// Guest. The logger: a message, fields, one line. Nothing it is given makes it throw.

import { phase } from '../phase.ts';
import { requestIds } from '../trace-context.ts';
import { isThrownByHost } from './error-fields.ts';
import { isWritten, type Level } from './level.ts';
import { type Entry, jsonLine, textLine } from './line.ts';
import { writeLine } from './output.ts';
import { redaction } from './redaction.ts';
import { type LogSettings, logSettings } from './settings.ts';

export type LogFields = Readonly<Record<string, unknown>>;

export interface ChildOptions {
  /** Names of fields whose values are not to be seen, beside the usual ones and those of LOG_REDACT. */
  redact?: readonly string[];
}

/** What is written before the first request, while the component is built, has no environment to ask. */
const atBuildTime: LogSettings = {
  component: 'build',
  threshold: 'info',
  format: 'text',
  destination: 'stdout',
  accessRatio: 0,
  redacted: [],
  faults: [],
};

let isIntroduced = false;

export class Logger {
  readonly #fields: LogFields;
  readonly #redact: readonly string[];
  #isRedacted: ((name: string) => boolean) | undefined;

  constructor(fields: LogFields = {}, redact: readonly string[] = []) {
    this.#fields = fields;
    this.#redact = redact;
  }

  /** A logger that adds `fields` to every line. */
  child(fields: LogFields, { redact = [] }: ChildOptions = {}): Logger {
    return new Logger({ ...this.#fields, ...fields }, [...this.#redact, ...redact]);
  }

  /** Whether lines of this level are written: ask before making a field that is costly to make. */
  isLevelEnabled(level: Level): boolean {
    return isWritten(level, currentSettings().threshold);
  }

  trace(message: string, fields?: LogFields | Error): void {
    this.#log('trace', message, fields);
  }

  debug(message: string, fields?: LogFields | Error): void {
    this.#log('debug', message, fields);
  }

  info(message: string, fields?: LogFields | Error): void {
    this.#log('info', message, fields);
  }

  warn(message: string, fields?: LogFields | Error): void {
    this.#log('warn', message, fields);
  }

  /** `fields` may be what was caught, or have it as `error`. */
  error(message: string, fields?: LogFields | Error): void {
    this.#log('error', message, fields);
  }

  /** As `error`; the request goes on. */
  fatal(message: string, fields?: LogFields | Error): void {
    this.#log('fatal', message, fields);
  }

  #log(level: Level, message: unknown, fields: unknown): void {
    try {
      const settings = currentSettings();
      if (!isWritten(level, settings.threshold)) return;
      this.#isRedacted ??= redaction([...settings.redacted, ...this.#redact]);
      const entry: Entry = {
        time: new Date(),
        level,
        component: settings.component,
        message: textOf(message),
        ...requestIds(),
        fields: { ...this.#fields, ...fieldsOf(message), ...fieldsOf(fields) },
      };
      const format = settings.format === 'json' ? jsonLine : textLine;
      const isComplaintOfBuild = !phase.isServing && isWritten(level, 'warn');
      writeLine(format(entry, this.#isRedacted), isComplaintOfBuild ? 'stderr' : settings.destination);
    } catch (error) {
      // a Proxy, a toString that throws
      writeLine(`{"level":"error","message":"a line could not be written: ${typeof error}"}`, 'stderr');
    }
  }
}

/** What a component imports as `logger`. */
export const logger = new Logger();

function currentSettings(): LogSettings {
  if (!phase.isServing) return atBuildTime;
  const settings = logSettings();
  if (!isIntroduced) {
    isIntroduced = true;
    for (const fault of settings.faults) logger.warn(fault);
  }
  return settings;
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : String(message);
}

function fieldsOf(given: unknown): LogFields {
  if (given instanceof Error || isThrownByHost(given)) return { error: given };
  return typeof given === 'object' && given !== null ? (given as LogFields) : {};
}
