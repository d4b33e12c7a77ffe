import { readFileSync } from 'node:fs';
import { register } from 'prom-client';
import { expect, it } from 'vitest';
import { handler } from '../../../components/items-ts/handler.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('is the guide’s example as it stands, below the import of what the guide leaves open', () => {
  const [firstLine, ...rest] = read('../../../components/items-ts/handler.ts').split('\n');
  expect(firstLine).toBe("import { type Input, processItem } from './process-item.ts';");
  expect(rest.join('\n')).toBe(read('../../fixtures/guide/custom-metrics.ts.txt'));
});

it('counts success and error and times both', async () => {
  expect(await handler({ items: ['a'] })).toEqual(['A']);
  await expect(handler({ items: [], fail: true })).rejects.toThrow('the caller asked');
  const text = await register.metrics();
  expect(text).toContain('items_processed_total{status="success"} 1');
  expect(text).toContain('items_processed_total{status="error"} 1');
  expect(text).toContain('processing_duration_seconds_count 2');
});
