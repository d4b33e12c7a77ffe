// Node and worker. `allowed_outbound_hosts`: which addresses a component may call.
// Ports matter: `http://example.com` allows port 80 only. `self` stands for requests without a host.
import { isIP } from 'node:net';
import { HostError } from './errors.ts';

export interface AllowedHost {
  /** `*` or a scheme. */
  scheme: string;
  /** `*`, `*.domain`, `self`, or a host in lower case. */
  host: string;
  /** First and last port, both allowed. */
  ports: [number, number];
}

const wellKnownPorts: Record<string, number> = {
  http: 80,
  https: 443,
  redis: 6379,
  postgres: 5432,
  mysql: 3306,
  mqtt: 1883,
};
const pattern = /^([a-z]+|\*):\/\/(\[[^\]]+\]|[^:/]+)(?::([^/]*))?\/?$/i;

/** Parses every entry. Throws a HostError that starts with `where`. */
export function parseAllowedHosts(entries: readonly string[], where: string): AllowedHost[] {
  return entries.map((entry) => {
    const refuse = (expected: string) =>
      new HostError('ALLOWED_HOST_INVALID', `${where}: allowed_outbound_hosts: found "${entry}", expected ${expected}`);
    const match = pattern.exec(entry.trim());
    if (!match) throw refuse('scheme://host[:port], each of them may be "*"; "*://*:*" allows everything');
    const [, scheme = '', rawHost = '', port] = match;
    const host = rawHost.toLowerCase() === 'self.alt' ? 'self' : rawHost.toLowerCase();
    if (host.includes('*') && host !== '*' && !/^\*\.[^*]+$/.test(host)) throw refuse('"*" alone or as "*.domain"');
    const ports = parsePorts(port, scheme.toLowerCase());
    if (!ports) throw refuse('a port, a range "8000..8010" or "*" after the last colon (needed for this scheme)');
    return { scheme: scheme.toLowerCase(), host, ports };
  });
}

/** `to` is an absolute URL; IPv6 hosts keep their brackets. */
export function isAllowed(allowed: readonly AllowedHost[], to: URL): boolean {
  const scheme = to.protocol.slice(0, -1);
  const port = to.port === '' ? (wellKnownPorts[scheme] ?? 0) : Number(to.port);
  return allowed.some(
    (entry) =>
      (entry.scheme === '*' || entry.scheme === scheme) &&
      hostMatches(entry.host, to.hostname.toLowerCase()) &&
      port >= entry.ports[0] &&
      port <= entry.ports[1],
  );
}

/** Whether requests to the application itself (no host, or `self`) are allowed. */
export function allowsSelf(allowed: readonly AllowedHost[]): boolean {
  return allowed.some(
    (entry) => ['*', 'http', 'https'].includes(entry.scheme) && (entry.host === 'self' || entry.host === '*'),
  );
}

function parsePorts(port: string | undefined, scheme: string): [number, number] | undefined {
  if (port === '*') return [0, 65535];
  if (port === undefined || port === '') {
    const known = wellKnownPorts[scheme];
    return known === undefined ? undefined : [known, known];
  }
  const range = /^(\d+)(?:\.\.(\d+))?$/.exec(port);
  if (!range) return undefined;
  const first = Number(range[1]);
  // Spin reads "8000..8010" as a half-open range.
  const last = range[2] === undefined ? first : Number(range[2]) - 1;
  return last > 65535 ? undefined : [first, last];
}

function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1)) && isIP(host) === 0;
  return false;
}
