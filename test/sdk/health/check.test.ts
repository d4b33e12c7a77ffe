import { describe, expect, it } from 'vitest';
import { distinct, makeCheck } from '../../../sdk/health/check.ts';

const named = (name: string) => makeCheck(name, {}, () => ({ status: 'healthy' }));

describe('the definition of a check', () => {
  it('is critical and has half a second unless it says otherwise', () => {
    expect(named('a')).toMatchObject({ name: 'a', critical: true, deadlineMs: 500 });
  });

  it.each(['', 'a b', 'a/b', '-a', 'drain', 'x'.repeat(65)])('refuses the name "%s"', (name) => {
    expect(() => named(name)).toThrow(`check "${name}": found this name, expected`);
  });

  it.each([0, 751, Number.NaN])('refuses a deadline of %d ms', (deadlineMs) => {
    expect(() => makeCheck('a', { deadlineMs }, () => ({ status: 'healthy' }))).toThrow('expected 10 to 750');
  });

  it('refuses a name that another check has', () => {
    expect(() => distinct([named('a'), named('b'), named('a')])).toThrow('check "a": found it twice');
    expect(distinct([named('a'), named('b')])).toHaveLength(2);
  });
});
