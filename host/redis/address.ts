// Node and worker. Where a Redis server is: redis://[user][:password@]host[:port][/database], rediss:// for TLS.

export interface RedisAddress {
  host: string;
  port: number;
  tls: boolean;
  /** `#insecure`: any certificate will do. */
  insecure: boolean;
  username: string | undefined;
  password: string | undefined;
  database: number;
  /** `?protocol=resp3`. */
  resp3: boolean;
}

/** For messages. */
export const addressForm = 'redis://[user][:password@]host[:port][/database], or rediss:// for TLS';

const defaultPort = 6379;
const schemes: Record<string, { tls: boolean }> = {
  'redis:': { tls: false },
  'valkey:': { tls: false },
  'rediss:': { tls: true },
  'valkeys:': { tls: true },
};

/** Undefined: not an address that Spin's client takes. Unix sockets are not among those that this one takes. */
export function parseRedisAddress(text: string): RedisAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = schemes[url.protocol];
  const database = url.pathname.replace(/^\/+|\/+$/g, '');
  const protocol = url.searchParams.get('protocol') ?? 'resp2';
  if (!scheme || url.hostname === '' || !/^[+-]?\d*$/.test(database)) return undefined;
  if (!/^(resp)?[23]$/.test(protocol) || (scheme.tls && !['', '#insecure'].includes(url.hash))) return undefined;
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? defaultPort : Number(url.port),
      tls: scheme.tls,
      insecure: scheme.tls && url.hash === '#insecure',
      username: url.username === '' ? undefined : decodeURIComponent(url.username),
      password: url.password === '' ? undefined : decodeURIComponent(url.password),
      database: Number(database),
      resp3: protocol.endsWith('3'),
    };
  } catch {
    return undefined;
  }
}

/**
 * What `allowed_outbound_hosts` is asked about. As on Spin the user part may hold any character, and what is no URL
 * is tried once more with `redis://` in front. Undefined: still none.
 */
export function urlToCheck(address: string): URL | undefined {
  const schemeEnd = address.includes('://') ? address.indexOf('://') + 3 : 0;
  const at = address.indexOf('@', schemeEnd);
  const slash = address.indexOf('/', schemeEnd);
  const encoded =
    at >= 0 && (slash < 0 || at < slash)
      ? address.slice(0, schemeEnd) + encodeURIComponent(address.slice(schemeEnd, at)) + address.slice(at)
      : address;
  for (const candidate of [encoded, `redis://${encoded}`]) {
    if (!URL.canParse(candidate)) continue;
    const url = new URL(candidate);
    if (url.hostname !== '') return url;
  }
  return undefined;
}

/** `host:port`. */
export function placeOf({ host, port }: RedisAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
