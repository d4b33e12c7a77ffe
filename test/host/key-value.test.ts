// Key-value as guests see it, through all workers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './fixture/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const store = (query: string, id = 'web') => app.json(`/${id}/store?${query}`);

test('what one request sets another one gets', async () => {
  await store('do=set&key=a&value=1');
  expect(await store('do=get&key=a', 'bare')).toEqual({ value: '1' });
});

test('an undefined label and one that is not granted are errors', async () => {
  expect(await store('do=get&label=nowhere')).toEqual({ error: 'access-denied' });
  expect(await store('do=get&label=default', 'bare')).toEqual({ error: 'access-denied' });
});

test('increments of concurrent requests are all counted', async () => {
  await Promise.all(Array.from({ length: 40 }, () => store('do=add&key=n&value=2')));
  expect(await store('do=add&key=n&value=0')).toEqual({ value: 80 });
});

test('a swap after somebody else has written fails, and on an absent key it does not', async () => {
  await store('do=set&key=s&value=old');
  expect(await store('do=swap&key=s&value=new')).toEqual({ error: 'cas-failed' });
  expect(await store('do=get&key=s')).toEqual({ value: 'in between' });
  expect(await store('do=swap&key=absent&value=new')).toEqual({ value: null });
  expect(await store('do=get&key=absent')).toEqual({ value: 'new' });
});

test('get-many returns found keys only', async () => {
  expect(await store('do=many')).toEqual({
    value: {
      found: [
        ['m1', '1'],
        ['m2', '2'],
      ],
      left: [],
    },
  });
});

test('the default store is a file beside the manifest', async () => {
  await store('do=set&label=default&key=kept&value=1');
  await app.close();
  app = await startTestApp();
  expect(await store('do=keys&label=default')).toEqual({ value: [] });
});

test('an increment of anything but 8 bytes breaks that store for everybody', async () => {
  await store('do=set&label=other&key=x&value=abc');
  const statuses: number[] = [];
  for (const query of ['do=add&key=x&value=1', 'do=get&key=x']) {
    statuses.push((await fetch(`${app.url}/web/store?label=other&${query}`)).status);
  }
  expect(statuses).toEqual([500, 500]);
  expect(app.messages.join('\n')).toContain('increment of key "x": found 3 bytes, expected 8');
  expect(await store('do=set&key=fine&value=1')).toEqual({ value: null });
});
