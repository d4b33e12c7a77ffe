import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, jsonLine, type LineFormat, textLine } from '../../../sdk/log/line.ts';
import { redaction } from '../../../sdk/log/redaction.ts';

const time = new Date('2026-11-24T03:30:00.123Z');
const entry = (fields: Record<string, unknown>, more: Partial<Entry> = {}): Entry => ({
  time,
  level: 'info',
  component: 'unit',
  message: 'Tool execution completed',
  fields,
  ...more,
});

const write = (format: LineFormat, ...parameters: Parameters<typeof entry>) =>
  format(entry(...parameters), redaction([]));
const bytes = (text: string) => Buffer.byteLength(text);

describe('a line of JSON', () => {
  it('has what every line has, then the fields in their order', () => {
    const line = write(
      jsonLine,
      { tool: 'weather', duration_ms: 234, nothing: undefined },
      { traceId: 'a', spanId: 'b' },
    );
    expect(line).toBe(
      '{"timestamp":"2026-11-24T03:30:00.123Z","level":"info","component":"unit","message":"Tool execution completed","trace_id":"a","span_id":"b","tool":"weather","duration_ms":234}',
    );
  });

  it('keeps fields that are named as its own apart', () => {
    const line = JSON.parse(write(jsonLine, { level: 7, message: 'mine', trace_id: 'x' }));
    expect(line).toMatchObject({ level: 'info', level_: 7, message_: 'mine', trace_id_: 'x' });
  });

  it('fits into one write, and says what was cut', () => {
    const long = 'x'.repeat(1900);
    const line = write(jsonLine, { a: long, b: long, c: long, d: 1 });
    expect(bytes(line)).toBeLessThanOrEqual(4095);
    expect(JSON.parse(line)).toMatchObject({ a: long, c: '[cut: 1902 characters]', d: 1 });
  });

  it('counts the fields that had no room', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`field_${i}`, 'x'.repeat(30)]));
    const line = write(jsonLine, many);
    expect(bytes(line)).toBeLessThanOrEqual(4095);
    const { fields_cut: cut, ...rest } = JSON.parse(line);
    expect(Number(cut) + Object.keys(rest).length - 4).toBe(300);
  });
});

describe('a line for people', () => {
  it('has the message first and quotes only where it must', () => {
    expect(write(textLine, { tool: 'weather', ms: 234, location: 'San Francisco' }, { traceId: 'a' })).toBe(
      '2026-11-24T03:30:00.123Z INFO  unit Tool execution completed tool=weather ms=234 location="San Francisco" trace_id=a',
    );
  });

  it('stays one line', () => {
    expect(write(textLine, { text: 'a\nb' }, { message: 'first "x"\nsecond \\' })).toBe(
      '2026-11-24T03:30:00.123Z INFO  unit first "x"\\nsecond \\ text="a\\nb"',
    );
  });
});

describe('10,000 hostile entries', () => {
  const text = fc.string({ unit: 'binary', maxLength: 3000 });
  const fields = fc.dictionary(fc.string({ unit: 'binary', maxLength: 300 }), fc.oneof(text, fc.anything()), {
    maxKeys: 12,
  });

  it('make lines of one line that can be read and fit into one write', () => {
    fc.assert(
      fc.property(fields, text, (given, message) => {
        const json = write(jsonLine, given, { message, component: 'x' });
        expect(bytes(json)).toBeLessThanOrEqual(4095);
        expect(JSON.parse(json)).toMatchObject({ level: 'info', component: 'x' });
        const people = write(textLine, given, { message, component: 'x' });
        expect(bytes(people)).toBeLessThanOrEqual(4095);
        for (const line of [json, people]) expect(line).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});
