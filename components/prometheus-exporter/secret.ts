// Guest. The optional protection of /metrics: one secret, sent as bearer token or as the password of basic
// authentication (any user name). Runs on plain Node as well.
import { isSameSecret } from '../../sdk/same-secret.ts';

/** Sent with a 401: what is accepted. */
export const challenges = ['Bearer realm="metrics"', 'Basic realm="metrics"'];

/** What is wrong with a secret, or undefined: other characters reach a header in more than one encoding. */
export function secretError(secret: string): string | undefined {
  return /^[\x21-\x7e]*$/.test(secret) ? undefined : 'it has characters outside of printable ASCII: choose others';
}

/** Whether the value of an Authorization header carries the secret. The time it takes says nothing about where they differ. */
export async function carriesSecret(authorization: string | null, secret: string): Promise<boolean> {
  const given = credentialOf(authorization ?? '');
  return given !== undefined && (await isSameSecret(given, secret));
}

function credentialOf(authorization: string): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  try {
    const pair = atob(value);
    return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
  } catch {
    return undefined; // no base64
  }
}
