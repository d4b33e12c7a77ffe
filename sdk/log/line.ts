// Guest. One record as the bytes of one line. Hosts keep a line whole that comes in one write, and a write has 4,096 bytes
// at most: what is longer is cut, and says so.
import type { Level } from './levels.ts';
import { cut, type Plain, plain } from './plain.ts';
import { type IsRedacted, redactionOf } from './redaction.ts';
import { textOf } from './text.ts';

/** What a write of the host's interface takes. */
export const maxLineBytes = 4096;

export interface LogRecord {
  at: Date;
  level: Level;
  component: string;
  message: string;
  /** Of child loggers first, the later ones win. */
  fields: Record<string, unknown>;
  traceId: string | undefined;
  spanId: string | undefined;
  /** Whether somebody records the trace. */
  isSampled: boolean;
}

/** From generous to last resort. */
const bounds = [
  { maxCharacters: 2000, maxEntries: 100, maxDepth: 8 },
  { maxCharacters: 500, maxEntries: 40, maxDepth: 6 },
  { maxCharacters: 120, maxEntries: 12, maxDepth: 4 },
  { maxCharacters: 40, maxEntries: 6, maxDepth: 2 },
];

const encoder = new TextEncoder();

/** With the line feed, `maxLineBytes` at most. */
export function lineOf(record: LogRecord, format: 'json' | 'text', isRedacted: IsRedacted): Uint8Array {
  const write = format === 'json' ? JSON.stringify : textOf;
  for (const bound of bounds) {
    const fields = plain(record.fields, { ...bound, isRedacted }) as Record<string, Plain>;
    const line = fitting(write(lineFields(record, cut(record.message, bound.maxCharacters), fields)));
    if (line) return line;
  }
  const fields = { '…': '[fields left out]' };
  return fitting(write(lineFields(record, cut(record.message, 40), fields))) ?? encoder.encode('\n');
}

function fitting(text: string): Uint8Array | undefined {
  if (text.length >= maxLineBytes) return undefined;
  const bytes = encoder.encode(`${text}\n`);
  return bytes.length <= maxLineBytes ? bytes : undefined;
}

/** Names and order are those of the observer's lines. */
function lineFields(record: LogRecord, message: string, fields: Record<string, Plain>): Record<string, Plain> {
  const line: Record<string, Plain> = Object.create(null);
  line.timestamp = record.at.toISOString();
  line.level = record.level;
  line.component = cut(record.component, 100);
  line.message = message;
  const { traceId, spanId } = record;
  for (const name of Object.keys(fields)) {
    const isTaken = name in line || (traceId !== undefined && (name === 'trace_id' || name === 'span_id'));
    line[isTaken ? `fields.${name}` : name] = fields[name]!;
  }
  if (traceId !== undefined) line.trace_id = traceId;
  if (spanId !== undefined) line.span_id = spanId;
  return line;
}

/** Build time. Lines that nobody sees, in both formats. */
export function warmLine(): void {
  const record: LogRecord = {
    at: new Date(0),
    level: 'info',
    component: 'warm-up',
    message: 'warm-up',
    fields: { text: 'a b', number: 0.5, list: [true, null], nested: { token: 'a' }, error: new Error('warm-up') },
    traceId: '1',
    spanId: '1',
    isSampled: true,
  };
  for (const format of ['json', 'text'] as const) lineOf(record, format, redactionOf([]));
}
