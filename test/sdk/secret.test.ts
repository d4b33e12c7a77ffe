import { describe, expect, it } from 'vitest';
import { carriesSecret, secretError } from '../../sdk/secret.ts';

const basic = (text: string) => `Basic ${btoa(text)}`;

describe('a shared secret', () => {
  it.each([
    ['as bearer token', 'Bearer s3:cret'],
    ['whatever the case of the scheme', 'bEARER s3:cret'],
    ['as password of any user', basic('prometheus:s3:cret')],
    ['as password of nobody', basic(':s3:cret')],
  ])('is taken %s', async (_, header) => {
    expect(await carriesSecret(header, 's3:cret')).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['an empty header', ''],
    ['the bare secret', 's3:cret'],
    ['an empty token', 'Bearer '],
    ['a part of it', 'Bearer s3:cre'],
    ['more than it', 'Bearer s3:cret1'],
    ['two tokens', 'Bearer s3:cret x'],
    ['another scheme', 'Digest s3:cret'],
    ['another password', basic('s3:cret:x')],
    ['a user without a colon', basic('cret')],
    ['no base64', 'Basic %%%'],
  ])('is not found in %s', async (_, header) => {
    expect(await carriesSecret(header, 's3:cret')).toBe(false);
  });

  it('must be of characters that every client sends alike', () => {
    expect(secretError('')).toBeUndefined();
    expect(secretError('aZ9~!:')).toBeUndefined();
    for (const bad of ['é', 'two words', 'line\n', '\0']) expect(secretError(bad)).toContain('printable ASCII');
  });
});
