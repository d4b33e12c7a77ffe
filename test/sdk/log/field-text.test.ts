import { describe, expect, it } from 'vitest';
import { fieldText } from '../../../sdk/log/field-text.ts';
import { redaction } from '../../../sdk/log/redaction.ts';

const shown = (value: unknown, name = 'field') => {
  const text = fieldText(name, value, redaction([]));
  return text === undefined ? undefined : JSON.parse(text);
};

const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;

describe('the text of a field', () => {
  it.each<[string, unknown, unknown]>([
    ['a text', 'a "b"\n\u0000', 'a "b"\n\u0000'],
    ['a number', 1.5, 1.5],
    ['not a number', Number.NaN, 'NaN'],
    ['no end', Number.NEGATIVE_INFINITY, '-Infinity'],
    ['a BigInt', 2n ** 70n, '1180591620717411303424'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(Number.NaN), null],
    ['null', null, null],
    ['nothing', undefined, undefined],
    ['a function', function named() {}, '[function named]'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a map', new Map([['a', 1n]]), { a: '1' }],
    ['a set', new Set([1, 2]), [1, 2]],
    ['bytes', new Uint8Array(3), '[3 bytes]'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['a circle', circle, { a: 1, self: '[circular]' }],
    ['what a host throws', { payload: { tag: 'other', val: 'gone' } }, { type: 'host error', message: 'other: gone' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('is JSON for %s', (_, value, expected) => {
    expect(shown(value)).toEqual(expected);
  });

  it('has name, message, stack and causes of an Error, at any depth', () => {
    const error = new RangeError('outer', { cause: new Error('inner', { cause: 'text' }) });
    const { stack, ...rest } = shown({ error }).error;
    expect(rest).toMatchObject({
      type: 'RangeError',
      message: 'outer',
      cause: { type: 'Error', message: 'inner', cause: { type: 'string', message: 'text' } },
    });
    expect(stack).toContain('field-text.test.ts');
  });

  it('ends where an Error is its own cause', () => {
    const error = new Error('again');
    error.cause = error;
    expect(JSON.stringify(shown(error)).match(/"message"/g)).toHaveLength(6);
  });

  it('is cut, and says so, without half a character', () => {
    expect(shown('x'.repeat(1_000_000))).toBe(`${'x'.repeat(2000)}… [cut: 1000000 characters]`);
    expect(shown(`${'x'.repeat(1999)}🦊🦊`)).toMatch(/x\ufffd… \[cut: 2003 characters\]$/);
  });

  it('does not show secrets, at any depth', () => {
    const value = { headers: { Authorization: 'Bearer x', accept: '*' }, list: [{ password: 'x' }] };
    expect(shown(value)).toEqual({
      headers: { Authorization: '[redacted]', accept: '*' },
      list: [{ password: '[redacted]' }],
    });
    expect(shown({ whole: 'secret' }, 'cookie')).toBe('[redacted]');
    expect(shown(Object.assign({ token: 'x' }, circle))).toMatchObject({ token: '[redacted]' });
  });

  it.each<[string, unknown]>([
    [
      'a getter',
      Object.defineProperty({}, 'x', {
        enumerable: true,
        get: () => {
          throw new Error('mine');
        },
      }),
    ],
    [
      'toJSON',
      {
        toJSON: () => {
          throw new Error('mine');
        },
      },
    ],
    [
      'toJSON with a TypeError',
      {
        toJSON: () => {
          throw new TypeError('mine');
        },
      },
    ],
    [
      'a proxy',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('mine');
          },
        },
      ),
    ],
  ])('is what %s throws', (_, value) => {
    expect(shown(value)).toBe('[unreadable: mine]');
  });

  it('bears what is thrown without a text', () => {
    const text = shown({
      toJSON: () => {
        throw Object.create(null);
      },
    });
    expect(text).toBe('[unreadable: it throws what cannot be read]');
  });

  it('bears depth', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(fieldText('x', deep, redaction([]))!.length).toBeGreaterThan(2);
  });
});
