import { describe, expect, it } from 'vitest';
import { parseQuotas } from '../../../components/mcp-gateway/quotas.ts';

describe('quotas', () => {
  it.each([
    ['a__b=1000/1h', 1000, 3600],
    ['a__b = 5 / 90s', 5, 90],
    ['a__b=0/1m', 0, 60],
    ['a__b=7/2d', 7, 172_800],
  ])('are read from %s', (entry, calls, periodSeconds) => {
    expect(parseQuotas([entry])).toEqual({ quotas: new Map([['a__b', { calls, periodSeconds }]]), errors: [] });
  });

  it.each([
    'a__b',
    'a__b=1000',
    'a__b=many/1h',
    'a__b=-1/1h',
    'a__b=1/1w',
    'a__b=1/0s',
    '=1/1h',
    'a b=1/1h',
    `a__b=${'9'.repeat(400)}/1h`,
  ])('leave out %s and say what was expected, while the others count', (entry) => {
    const { quotas, errors } = parseQuotas([entry, 'c__d=1/1s']);
    expect([...quotas.keys()]).toEqual(['c__d']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`found "${entry}", expected <component>__<tool>=<calls>/<period>`);
  });
});
