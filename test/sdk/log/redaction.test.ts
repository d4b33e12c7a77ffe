import { describe, expect, it } from 'vitest';
import { redaction } from '../../../sdk/log/redaction.ts';

describe('redaction', () => {
  it.each(['password', 'Authorization', 'set-cookie', 'apiKey', 'api_key', 'API-KEY', 'accessToken'])(
    'hides %s',
    (name) => {
      expect(redaction([])(name)).toBe(true);
    },
  );

  it.each(['tokens', 'passwords_changed', 'user', ''])('shows %s', (name) => {
    expect(redaction([])(name)).toBe(false);
  });

  it('hides what is named beside', () => {
    const isRedacted = redaction(['card_number']);
    expect([isRedacted('cardNumber'), isRedacted('password'), isRedacted('card')]).toEqual([true, true, false]);
  });
});
