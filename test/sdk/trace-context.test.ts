import { describe, expect, it } from 'vitest';
import { requestTrace, setRequestTrace } from '../../sdk/trace-context.ts';

const exemplarLabels = (header: string | null) => {
  setRequestTrace(header);
  return requestTrace();
};

const trace = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';

describe('the exemplar of a request', () => {
  it.each([`00-${trace}-${span}-01`, `00-${trace}-${span}-03`, `cc-${trace}-${span}-01`])(
    'leads to its trace: %s',
    (header) => {
      expect(exemplarLabels(header)).toEqual([
        ['trace_id', trace],
        ['span_id', span],
      ]);
    },
  );

  it.each([
    ['there is no header', null],
    ['the trace is not recorded', `00-${trace}-${span}-00`],
    ['the trace id is all zeros', `00-${'0'.repeat(32)}-${span}-01`],
    ['the span id is all zeros', `00-${trace}-${'0'.repeat(16)}-01`],
    ['it is in upper case', `00-${trace.toUpperCase()}-${span}-01`],
    ['it is too long', `00-${trace}0-${span}-01`],
    ['it is something else', '"; drop'],
  ])('is none when %s', (_, header) => {
    expect(exemplarLabels(header)).toEqual([]);
  });
});
