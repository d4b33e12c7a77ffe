import { expect, test } from 'vitest';
import { parseRedisAddress, placeOf, urlToCheck } from '../../../host/redis/address.ts';

test('an address has a default for everything but the host', () => {
  expect(parseRedisAddress('redis://example.com')).toEqual({
    host: 'example.com',
    port: 6379,
    tls: false,
    insecure: false,
    username: undefined,
    password: undefined,
    database: 0,
    resp3: false,
  });
});

test.each([
  ['redis://me:p%40ss@h:1/2', { username: 'me', password: 'p@ss', host: 'h', port: 1, database: 2 }],
  ['redis://:secret@h', { username: undefined, password: 'secret' }],
  ['redis://[::1]:7/', { host: '::1', port: 7, database: 0 }],
  ['rediss://h/#insecure', { tls: true, insecure: true }],
  ['valkeys://h', { tls: true, insecure: false }],
  ['redis://h?protocol=resp3', { resp3: true }],
])('%s', (text, parts) => {
  expect(parseRedisAddress(text)).toMatchObject(parts);
});

test.each([
  '',
  'h:6379',
  'http://h',
  'redis://',
  'redis://h/x',
  'redis://h/1/2',
  'redis://h:port',
  'redis://h?protocol=resp4',
  'rediss://h/#fast',
  'redis://:%ff@h',
  'unix:///tmp/redis.sock',
])('"%s" is no address', (text) => {
  expect(parseRedisAddress(text)).toBeUndefined();
});

test.each([
  ['redis://user:p#ss?w@h:1/2', 'h:1'],
  ['redis://h:1/a@b', 'h:1'],
  ['h:1', 'h:1'],
  ['redis://h', 'h'],
])('%s is checked as %s', (address, host) => {
  expect(urlToCheck(address)?.host).toBe(host);
});

test('what is no URL, with or without a scheme, is not checked at all', () => {
  expect(urlToCheck('')).toBeUndefined();
});

test('a place for messages has brackets where a port would be lost', () => {
  expect(placeOf(parseRedisAddress('redis://[::1]')!)).toBe('[::1]:6379');
});
