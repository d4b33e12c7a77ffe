// Guest. Fields whose values nobody should read in a log, told by their names wherever they are.

/** What stands in the place of such a value. */
export const redacted = '[redacted]';

const usual = [
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
  'x-api-key',
  'private_key',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'credentials',
];

/** `apiKey`, `API_KEY` and `api-key` are the same name. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

export type IsRedacted = (name: string) => boolean;

/** The usual names and these. */
export function redactionOf(names: readonly string[]): IsRedacted {
  const all = new Set([...usual, ...names].map(bare));
  const known = new Map<string, boolean>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      // what clients send can have any number of names
      if (known.size >= 1000) known.clear();
      found = all.has(bare(name.slice(0, 100)));
      known.set(name, found);
    }
    return found;
  };
}
