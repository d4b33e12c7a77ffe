// Guest. A secret that a request has to carry, as bearer token or as the password of basic authentication (any user
// name): for /metrics and for what pushes over HTTP. Runs on plain Node as well.

/** Sent with a 401: what is accepted. */
export const challenges = ['Bearer realm="metrics"', 'Basic realm="metrics"'];

/** What is wrong with a secret, or undefined: other characters reach a header in more than one encoding. */
export function secretError(secret: string): string | undefined {
  return /^[\x21-\x7e]*$/.test(secret) ? undefined : 'it has characters outside of printable ASCII: choose others';
}

/** Whether the value of an Authorization header carries the secret. The time it takes says nothing about where they differ. */
export async function carriesSecret(authorization: string | null, secret: string): Promise<boolean> {
  const given = credentialOf(authorization ?? '');
  return given !== undefined && (await isSame(given, secret));
}

/** Why a request without the secret is refused; undefined: it carries it, or everybody may ask. Throws on an unusable one. */
export async function refusalOf(authorization: string | null, secret: string): Promise<string | undefined> {
  const error = secretError(secret);
  if (error) throw new Error(`the variable metrics_secret cannot be used: ${error}`);
  if (secret === '' || (await carriesSecret(authorization, secret))) return undefined;
  const found = authorization === null ? 'found no Authorization header' : 'found another secret';
  return `${found}, expected the app's variable metrics_secret as bearer token or as password`;
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

/** Digests are compared, for they have one length. The time it takes says nothing about where they differ. */
export async function isSame(left: string, right: string): Promise<boolean> {
  const [first, second] = await Promise.all([digest(left), digest(right)]);
  let difference = 0;
  for (let at = 0; at < first.length; at++) difference |= first[at]! ^ second[at]!;
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
