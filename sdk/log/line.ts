// Guest. One line of a log. It has to fit into one write to the host, which takes 4,096 bytes: of a longer one, parts of
// other requests' lines could get in between.
import { fieldText, shorten } from './field-text.ts';
import type { Level } from './level.ts';

export interface Entry {
  time: Date;
  level: Level;
  component: string;
  message: string;
  /** Of the request in work. */
  traceId?: string | undefined;
  spanId?: string | undefined;
  fields: Readonly<Record<string, unknown>>;
}

export type LineFormat = (entry: Entry, isRedacted: (name: string) => boolean) => string;

/** Without the newline, and without what says how many fields were cut. */
const mostBytes = 4095;
const cutNoteBytes = 24;
/** A character takes up to six bytes in JSON. */
const mostMessageCharacters = 550;
const mostFields = 100;
const mostNameCharacters = 100;

/** What every line has; a field of that name gets an underscore more. */
const own = new Set(['timestamp', 'level', 'component', 'message', 'trace_id', 'span_id']);

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).length;

/** One object of JSON: what every line has, then the fields in their order. */
export const jsonLine: LineFormat = (entry, isRedacted) => {
  const { time, level, component, message, traceId, spanId } = entry;
  const head: Record<string, string> = {
    timestamp: time.toISOString(),
    level,
    component,
    message: shorten(message, mostMessageCharacters),
  };
  if (traceId) head.trace_id = traceId;
  if (spanId) head.span_id = spanId;
  const start = JSON.stringify(head).slice(0, -1);
  const parts = fieldsThatFit(entry, isRedacted, start, (name, text) => `,${JSON.stringify(name)}:${text}`);
  return `${start}${parts.join('')}}`;
};

/** For people: `2026-11-24T03:30:00.000Z INFO  weather-ts Tool execution completed tool=weather duration_ms=234`. */
export const textLine: LineFormat = (entry, isRedacted) => {
  const { time, level, component, message, traceId } = entry;
  const oneLine = JSON.stringify(shorten(message, mostMessageCharacters))
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\');
  const start = `${time.toISOString()} ${level.toUpperCase().padEnd(5)} ${component} ${oneLine}`;
  const parts = fieldsThatFit(entry, isRedacted, start, (name, text) => ` ${bare(JSON.stringify(name))}=${bare(text)}`);
  return `${start}${parts.join('')}${traceId ? ` trace_id=${traceId}` : ''}`;
};

/** A text of harmless characters needs no quotes. */
function bare(text: string): string {
  return /^"[\w.:/@+-]+"$/.test(text) ? text.slice(1, -1) : text;
}

/** Those that are too long say how long they are; those that do not even fit so are counted. */
function fieldsThatFit(
  { fields }: Entry,
  isRedacted: (name: string) => boolean,
  start: string,
  write: (name: string, text: string) => string,
): string[] {
  const parts: string[] = [];
  let left = mostBytes - bytesOf(start) - cutNoteBytes - 45;
  let lost = 0;
  for (const name of namesOf(fields)) {
    const text = parts.length < mostFields ? fieldText(name, readField(fields, name), isRedacted) : '';
    if (text === undefined) continue;
    const ownName = own.has(name) ? `${name}_` : name.slice(0, mostNameCharacters).toWellFormed();
    const tries = [text, `"[cut: ${text.length} characters]"`].map((each) => write(ownName, each));
    const part = text === '' ? undefined : tries.find((each) => bytesOf(each) <= left);
    if (part === undefined) {
      lost++;
    } else {
      parts.push(part);
      left -= bytesOf(part);
    }
  }
  return lost > 0 ? [...parts, write('fields_cut', String(lost))] : parts;
}

function namesOf(fields: object): string[] {
  try {
    return Object.keys(fields);
  } catch {
    return [];
  }
}

/** A getter that throws does so again where it is caught. */
function readField(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return fields[name];
  } catch (error) {
    return error;
  }
}
