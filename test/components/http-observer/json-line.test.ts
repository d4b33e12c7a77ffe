import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CallPart, loadParts } from './support/parts.ts';

let call: CallPart;
beforeAll(async () => {
  call = await loadParts();
});

describe('a line of the log', () => {
  it('is JSON whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        expect(JSON.parse(call('jsonLine', text))).toEqual({ text, number: 1.5 });
      }),
    );
    const controls = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).join('');
    const line = call('jsonLine', controls);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(line).text).toBe(controls);
  });

  it('is cut between characters', () => {
    const { text } = JSON.parse(call('jsonLine', `x${'🦊'.repeat(1000)}`));
    expect(text).toBe(`x${'🦊'.repeat(99)}`);
  });
});
