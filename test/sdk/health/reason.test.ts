import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../../sdk/health/reason.ts';

describe('a reason', () => {
  it('is one line of bounded length', () => {
    expect(reasonOf(new Error('a\n  b'))).toBe('a b');
    expect(reasonOf('x'.repeat(1000))).toHaveLength(301);
  });

  it('holds no password of an address', () => {
    expect(reasonOf('cannot reach redis://user:geheim@db:6379, nor https://other@x/')).toBe(
      'cannot reach redis://***@db:6379, nor https://***@x/',
    );
  });
});
