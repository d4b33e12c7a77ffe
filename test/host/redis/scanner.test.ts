import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyScanner } from '../../../host/redis/scanner.ts';
import { arbitraryReply, written } from './wire.ts';

const unlimited = Number.POSITIVE_INFINITY;

function scan(chunks: readonly Buffer[], maxBytes = unlimited): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const scanner = new ReplyScanner(maxBytes, (reply) => found.push(reply && Buffer.from(reply).toString('latin1')));
  for (const chunk of chunks) scanner.push(chunk);
  return found;
}

/** `bytes` cut after each of these places. */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((from, index) => bytes.subarray(from, ends[index] ?? bytes.length));
}

test('replies are found wherever the network cuts them', () => {
  fc.assert(
    fc.property(fc.array(arbitraryReply, { maxLength: 4 }), fc.array(fc.nat()), (replies, places) => {
      const each = replies.map(written);
      expect(scan(cut(Buffer.concat(each), places))).toEqual(each.map((bytes) => bytes.toString('latin1')));
    }),
  );
});

test('what nobody asked for is left out; maps and attributes belong to their reply', () => {
  const push = '>3\r\n+message\r\n$1\r\na\r\n%1\r\n:1\r\n:2\r\n';
  const reply = '|1\r\n+ttl\r\n:3\r\n*2\r\n%1\r\n+a\r\n*0\r\n:2\r\n';
  const chunks = [...Buffer.from(push + reply + push)].map((byte) => Buffer.from([byte]));
  expect(scan(chunks)).toEqual([reply]);
});

test('a reply that is too large is thrown away, and the next one is found', () => {
  const large = Buffer.from(`$100\r\n${'x'.repeat(100)}\r\n`);
  expect(scan([large.subarray(0, 30), large.subarray(30), Buffer.from('+OK\r\n')], 50)).toEqual([undefined, '+OK\r\n']);
});

test('each reply has a buffer of its own', () => {
  const buffers: ArrayBufferLike[] = [];
  new ReplyScanner(unlimited, (reply) => buffers.push((reply as Uint8Array).buffer)).push(Buffer.from('+OK\r\n:1\r\n'));
  expect(buffers.map(({ byteLength }) => byteLength)).toEqual([5, 4]);
});

test('a server that is not Redis is found out', () => {
  expect(() => scan([Buffer.from('HTTP/1.1 400 Bad Request\r\n')])).toThrow(
    'found "HTTP/1.1 400 Bad Request\\r", expected a Redis reply',
  );
  expect(() => scan([Buffer.from('$many\r\n')])).toThrow('expected a Redis reply');
});
