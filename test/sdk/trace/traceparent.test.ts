import { describe, expect, it } from 'vitest';
import { formatTraceparent, parseTraceparent } from '../../../sdk/trace/traceparent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const good = `00-${traceId}-${spanId}-01`;

describe('traceparent', () => {
  it.each([
    [good, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    [`00-${traceId}-${spanId}-03`, 3],
    [` ${good}\t`, 1],
    // a version that is not known yet: what is known of it is read
    [`cc-${traceId}-${spanId}-01`, 1],
    [`cc-${traceId}-${spanId}-01-what-the-future-brings`, 1],
    [`01-${traceId}-${spanId}-ff`, 3],
  ])('%s is read', (header, traceFlags) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
  });

  it.each([
    '',
    'garbage',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}0-${spanId}-01`,
    `00-${traceId}-${spanId}-01-`,
    `00-${traceId}-${spanId}-01-more`,
    `cc-${traceId}-${spanId}-01.more`,
    `00-${traceId}-${spanId}-1`,
    `0-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `00-${traceId}.${spanId}-01`,
    `${good}, ${good}`,
    `${good},`,
  ])('%s is none', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('is written in version 00, without flags that it does not have', () => {
    for (const header of [`cc-${traceId}-${spanId}-ff-more`, `00-${traceId}-${spanId}-03`]) {
      expect(formatTraceparent(parseTraceparent(header)!)).toBe(`00-${traceId}-${spanId}-03`);
    }
    expect(formatTraceparent(parseTraceparent(good)!)).toBe(good);
  });
});

const stateOf = (tracestate: string) => parseTraceparent(good, tracestate)?.traceState?.serialize();
const members = (count: number) => Array.from({ length: count }, (_, at) => `k${at}=${at}`).join(',');

describe('tracestate', () => {
  it.each([
    ['foo=1', 'foo=1'],
    ['foo=1 \t , \t bar=2, \t baz=3', 'foo=1,bar=2,baz=3'],
    ['foo=1,', 'foo=1'],
    [',foo=1,,bar=2', 'foo=1,bar=2'],
    ['foo@vendor-x=a b', 'foo@vendor-x=a b'],
    ['0foo@v=1', '0foo@v=1'],
    ['foo= bar', 'foo= bar'],
    [`${'z'.repeat(256)}=1`, `${'z'.repeat(256)}=1`],
    [`${'t'.repeat(241)}@${'v'.repeat(14)}=1`, `${'t'.repeat(241)}@${'v'.repeat(14)}=1`],
    [members(32), members(32)],
  ])('%s travels on', (tracestate, expected) => {
    expect(stateOf(tracestate)).toBe(expected);
  });

  it.each([
    ['', 'empty'],
    ['foo', 'no value'],
    ['foo=', 'an empty value'],
    ['foo =1', 'a space in the key'],
    ['FOO=1', 'a key in upper case'],
    ['foo.bar=1', 'a dot in the key'],
    ['foo@=1,bar=2', 'no vendor'],
    ['@foo=1,bar=2', 'no tenant'],
    ['foo@@bar=1,bar=2', 'two vendors'],
    ['foo@bar@baz=1,bar=2', 'three vendors'],
    ['foo=bar=baz', 'two signs'],
    ['foo=1,bar', 'one bad member'],
    [`${'z'.repeat(257)}=1`, 'a long key'],
    [`${'t'.repeat(242)}@v=1`, 'a long tenant'],
    [`t@${'v'.repeat(15)}=1`, 'a long vendor'],
    [`foo=${'v'.repeat(257)}`, 'a long value'],
    [members(33), 'too many members'],
  ])('%s is left out: %s', (tracestate) => {
    expect(stateOf(tracestate)).toBeUndefined();
    expect(parseTraceparent(good, tracestate)).toMatchObject({ traceId });
  });
});
