import { beforeAll, describe, expect, it } from 'vitest';
import { parseTraceparent } from '../../../sdk/trace/traceparent.ts';
import { type CallPart, loadParts } from './support/parts.ts';

let call: CallPart;
beforeAll(async () => {
  call = await loadParts();
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('traceparent', () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, `${traceId}\n${spanId}\ntrue`],
    [`00-${traceId}-${spanId}-00`, `${traceId}\n${spanId}\nfalse`],
    [`cc-${traceId}-${spanId}-ff`, `${traceId}\n${spanId}\ntrue`],
  ])('%s is read', (text, parts) => {
    expect(call('traceparent', text)).toBe(parts);
  });

  it.each([
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00_${traceId}-${spanId}-01`,
    `0g-${traceId}-${spanId}-01`,
  ])('%s is none, to serve neither', (text) => {
    expect(call('traceparent', text)).toBe('');
    expect(parseTraceparent(text)).toBeUndefined();
  });
});
