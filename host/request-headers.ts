// Node. The request headers that Spin adds. They are appended: a client may have sent the same names, so a guest
// should take the last value.
import type { HeaderEntry } from './protocol.ts';
import type { RouteMatch } from './router.ts';

/** `clientAddress` is `ip:port`. */
export function spinHeaders(match: RouteMatch, fullUrl: string, clientAddress: string): HeaderEntry[] {
  return [
    ['spin-path-info', match.pathInfo],
    ['spin-full-url', fullUrl],
    ['spin-matched-route', match.rawRoute],
    ['spin-base-path', '/'],
    ['spin-raw-component-route', match.rawRoute],
    ['spin-component-route', match.componentRoute],
    ['spin-client-addr', clientAddress],
    ...match.parameters.map(
      ([name, value]): HeaderEntry => [`spin-path-match-${name.toLowerCase().replaceAll('_', '-')}`, value],
    ),
  ];
}
