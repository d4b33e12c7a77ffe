// Guest. What the guide's example leaves to the reader: the input and the work.
import * as z from 'zod/mini';

export const inputSchema = z.object({
  items: z.array(z.string()).check(z.maxLength(1_000)),
  /** Fail on purpose. */
  fail: z.optional(z.boolean()),
});

export type Input = z.infer<typeof inputSchema>;

export async function processItem({ items, fail }: Input): Promise<string[]> {
  if (fail) throw new Error('failed because the caller asked for it');
  return items.map((item) => item.toUpperCase());
}
