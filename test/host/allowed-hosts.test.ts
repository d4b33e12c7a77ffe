import { expect, test } from 'vitest';
import { allowsSelf, isAllowed, parseAllowedHosts } from '../../host/allowed-hosts.ts';

test.each([
  ['http://example.com', 'http://example.com/', true],
  ['http://example.com', 'http://example.com:8080/', false],
  ['http://example.com', 'https://example.com/', false],
  ['https://example.com', 'https://example.com/', true],
  ['http://example.com:8080', 'http://example.com:8080/', true],
  ['http://example.com:*', 'http://example.com:8080/', true],
  ['http://example.com:8000..8010', 'http://example.com:8009/', true],
  ['http://example.com:8000..8010', 'http://example.com:8010/', false],
  ['http://*.example.com', 'http://a.b.example.com/', true],
  ['http://*.example.com', 'http://example.com/', false],
  ['http://*.spin.internal', 'http://tool.spin.internal/', true],
  ['http://one.spin.internal', 'http://two.spin.internal/', false],
  ['*://*:*', 'https://anything.test:1234/', true],
  ['http://[::1]:80', 'http://[::1]/', true],
  ['http://EXAMPLE.com/', 'http://example.COM/', true],
  ['http://self', 'http://self/', true],
])('%s: %s is allowed: %s', (entry, url, allowed) => {
  expect(isAllowed(parseAllowedHosts([entry], 'test'), new URL(url))).toBe(allowed);
});

test('requests to the app itself need "self" or everything', () => {
  const allows = (entry: string) => allowsSelf(parseAllowedHosts([entry], 'test'));
  expect(['http://self', '*://*:*', 'http://example.com'].map(allows)).toEqual([true, true, false]);
});

test.each(['example.com', '*', 'http://a/path', 'ftp://a', 'http://a:b', 'http://*.a.*', 'http://a:99999', ''])(
  '"%s" is refused with its text',
  (entry) => {
    expect(() => parseAllowedHosts([entry], 'component "x"')).toThrow(
      `component "x": allowed_outbound_hosts: found "${entry}"`,
    );
  },
);
