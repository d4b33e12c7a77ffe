// Node, tests. Replies as Redis would write them, and arbitrary ones for properties.
import fc from 'fast-check';
import type { Reply } from '../../../host/redis/resp.ts';

export function written(reply: Reply): Buffer {
  switch (reply.tag) {
    case 'nil':
      return Buffer.from('$-1\r\n');
    case 'status':
      return Buffer.from(`+${reply.val}\r\n`);
    case 'error':
      return Buffer.from(`-${reply.val}\r\n`);
    case 'int64':
      return Buffer.from(`:${reply.val}\r\n`);
    case 'binary':
      return Buffer.concat([Buffer.from(`$${reply.val.length}\r\n`), reply.val, Buffer.from('\r\n')]);
    case 'array':
      return Buffer.concat([Buffer.from(`*${reply.val.length}\r\n`), ...reply.val.map(written)]);
    case 'unsupported':
      throw new Error('not for this');
  }
}

const line = fc.string().map((text) => text.replace(/[\r\n]/g, ''));

const { reply } = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Reply>({ tag: 'nil' }),
    line.map((val): Reply => ({ tag: 'status', val })),
    line.map((val): Reply => ({ tag: 'error', val })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((val): Reply => ({ tag: 'int64', val })),
    fc.uint8Array({ maxLength: 40 }).map((val): Reply => ({ tag: 'binary', val })),
    fc.array(tie('reply'), { maxLength: 4 }).map((val): Reply => ({ tag: 'array', val })),
  ),
}));

export const arbitraryReply = reply;
