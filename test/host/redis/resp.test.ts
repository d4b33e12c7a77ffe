import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeReplies, encodeCommands, type Reply } from '../../../host/redis/resp.ts';
import { arbitraryReply, written } from './wire.ts';

/** Bytes as a plain class, to compare. */
function plain(reply: Reply): Reply {
  if (reply.tag === 'binary') return { tag: 'binary', val: Uint8Array.from(reply.val) };
  return reply.tag === 'array' ? { tag: 'array', val: reply.val.map(plain) } : reply;
}

test('a command is a list of strings with their lengths in bytes', () => {
  const chunk = encodeCommands([['SET', 'ü', Uint8Array.from([0, 255])], ['PING']]);
  expect(Buffer.from(chunk).toString('latin1')).toBe(
    '*3\r\n$3\r\nSET\r\n$2\r\n\u00c3\u00bc\r\n$2\r\n\u0000\u00ff\r\n*1\r\n$4\r\nPING\r\n',
  );
  expect(chunk.buffer.byteLength).toBe(chunk.byteLength);
});

test('every reply is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(arbitraryReply, { maxLength: 3 }), (replies) => {
      expect(decodeReplies(Buffer.concat(replies.map(written))).map(plain)).toEqual(replies.map(plain));
    }),
  );
});

test.each([
  ['*-1\r\n', { tag: 'nil' }],
  ['_\r\n', { tag: 'nil' }],
  ['#t\r\n', { tag: 'int64', val: 1n }],
  [',-inf\r\n', { tag: 'binary', val: Uint8Array.from(Buffer.from('-inf')) }],
  [',1.0\r\n', { tag: 'binary', val: Uint8Array.from(Buffer.from('1')) }],
  ['(123\r\n', { tag: 'binary', val: Uint8Array.from(Buffer.from('123')) }],
  ['~1\r\n:1\r\n', { tag: 'array', val: [{ tag: 'int64', val: 1n }] }],
  ['!5\r\nERR x\r\n', { tag: 'error', val: 'ERR x' }],
  ['%1\r\n:1\r\n:2\r\n', { tag: 'unsupported', val: 'Redis Map type is not supported' }],
  ['=5\r\ntxt:a\r\n', { tag: 'unsupported', val: 'Redis string with format attribute is not supported' }],
])('%j of the newer protocol', (text, reply) => {
  expect(decodeReplies(Buffer.from(`${text}:7\r\n`)).map(plain)).toEqual([reply, { tag: 'int64', val: 7n }]);
});
