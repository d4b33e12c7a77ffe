// Guest. Fields whose values must not be in a log. Names are compared without case, `-` and `_`.

export const redactedText = '[redacted]';

const plain = (name: string) => name.toLowerCase().replace(/[-_.\s]/g, '');

const usual = new Set(
  [
    'password',
    'passwd',
    'passphrase',
    'secret',
    'client_secret',
    'token',
    'access_token',
    'refresh_token',
    'id_token',
    'api_key',
    'private_key',
    'authorization',
    'proxy_authorization',
    'cookie',
    'set_cookie',
  ].map(plain),
);

/** Tells whether a field's value is not to be seen, at any depth. `names`: those beside the usual ones. */
export function redaction(names: readonly string[]): (name: string) => boolean {
  if (names.length === 0) return (name) => usual.has(plain(name));
  const all = new Set([...usual, ...names.map(plain)]);
  return (name) => all.has(plain(name));
}
