import { describe, expect, it } from 'vitest';
import { isWritten, levelFor } from '../../../sdk/log/level.ts';

describe('a level', () => {
  it('is written from the threshold on, and nothing is when that is off', () => {
    expect((['debug', 'info', 'warn', 'fatal'] as const).map((level) => isWritten(level, 'warn'))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isWritten('fatal', 'off')).toBe(false);
    expect(isWritten('trace', 'trace')).toBe(true);
  });
});

describe('a filter', () => {
  it.each([
    ['debug', 'debug'],
    ['WARN', 'warn'],
    ['warning', 'warn'],
    [' error ', 'error'],
    ['off', 'off'],
    ['info,my-tool=trace', 'trace'],
    ['my_tool=debug,info', 'debug'],
    ['spin=trace,wasmtime=debug,warn', 'warn'],
    ['other=debug', undefined],
    ['my-tool', 'trace'],
    ['my-tool[span{field=value}]=error', 'error'],
    ['info/expression,debug', 'info'],
    ['loud', undefined],
    ['my-tool=loud', undefined],
    ['', undefined],
  ])('%s means %s for my-tool', (filter, level) => {
    expect(levelFor(filter, 'my-tool')).toBe(level);
  });
});
