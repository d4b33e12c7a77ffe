import { expect, test } from 'vitest';
import { Memories } from '../../../host/worker/memories.ts';

const limits = { initial: 1 };

test('a memory that comes back is lent again, all zeros', () => {
  const memories = new Memories();
  const first = memories.lend(limits);
  new Uint8Array(first.buffer).fill(7);
  memories.takeBack(true);
  const second = memories.lend({ initial: 1 });
  expect(second).toBe(first);
  expect(new Uint8Array(second.buffer).every((byte) => byte === 0)).toBe(true);
});

test('two instances of one request never share a memory, nor do other limits', () => {
  const memories = new Memories();
  const [a, b] = [memories.lend(limits), memories.lend(limits)];
  expect(a).not.toBe(b);
  memories.takeBack(true);
  expect([a, b]).not.toContain(memories.lend({ initial: 1, maximum: 2 }));
});

test('after a trap, or when it has grown far, a memory is given up', () => {
  const memories = new Memories();
  const trapped = memories.lend(limits);
  memories.takeBack(false);
  const grown = memories.lend(limits);
  grown.grow(300);
  memories.takeBack(true);
  expect([trapped, grown]).not.toContain(memories.lend(limits));
});
