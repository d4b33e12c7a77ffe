import { afterEach, describe, expect, it } from 'vitest';
import { optionalVariable } from '../../sdk/variable.ts';
import { values } from '../support/guest/variables.ts';

afterEach(() => {
  for (const name of Object.keys(values)) delete values[name];
});

describe('an optional variable', () => {
  it('is what the manifest says, or undefined when it says nothing', () => {
    expect(optionalVariable('some')).toBeUndefined();
    values.some = 'here';
    expect(optionalVariable('some')).toBe('here');
  });

  it('throws when its provider fails: then nobody knows what it is', () => {
    Object.defineProperty(values, 'some', {
      configurable: true,
      enumerable: true,
      get() {
        throw { payload: { tag: 'provider', val: 'sealed' } };
      },
    });
    expect(() => optionalVariable('some')).toThrow('the variable some could not be read: provider: sealed');
  });
});
