// fermyon:spin/sqlite as guests see it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './fixture/app.ts';
import type { TestComponents } from './fixture/components.ts';

const manifest = ({ guest, probe }: TestComponents) => `
spin_manifest_version = 2
[application]
name = "sqlite-test"
[[trigger.http]]
route = "/web/..."
component = "web"
[component.web]
source = "${guest}"
sqlite_databases = ["default", "memory"]
[component.web.dependencies]
"sidecars:probe@0.1.0" = { path = "${probe}" }
`;

let app: TestApp;
beforeAll(async () => {
  const runtimeConfig = '[sqlite_database.memory]\ntype = "spin"\n[sqlite_database.other]\ntype = "spin"\n';
  app = await startTestApp({ manifest, runtimeConfig });
});
afterAll(() => app.close());

const run = (database: string, ...statements: [string, unknown[]?][]) => {
  const body = JSON.stringify({ database, statements: statements.map(([text, values = []]) => [text, values]) });
  return app.json('/web/sqlite', { method: 'POST', body });
};

test('values of every kind come back as they were given, also in another request', async () => {
  await run('memory', ['CREATE TABLE t (a, b, c, d)']);
  const values = [{ tag: 'text', val: 'ü' }, { tag: 'real', val: 1.5 }, { tag: 'null' }, { tag: 'text', val: '' }];
  const inserted = await run('memory', ['INSERT INTO t VALUES (?, ?, ?, ?)', values]);
  expect(inserted).toEqual({ value: [{ columns: [], rows: [] }] });
  const found = await run('memory', ["SELECT a, b, c, d, 9007199254740993 AS big, x'00ff' AS bytes FROM t"]);
  expect(found).toEqual({
    value: [
      { columns: ['a', 'b', 'c', 'd', 'big', 'bytes'], rows: [['ü', 1.5, null, '', '9007199254740993', [0, 255]]] },
    ],
  });
});

test('databases are apart, and `default` is there without configuration', async () => {
  await run('memory', ['CREATE TABLE apart (a)']);
  expect(await run('default', ['SELECT 1'])).toMatchObject({ value: [{ rows: [['1']] }] });
  expect(await run('default', ['SELECT * FROM apart'])).toMatchObject({ error: expect.anything() });
});

test('what is wrong is an error of the interface', async () => {
  expect(await run('other', ['SELECT 1'])).toEqual({ error: 'access-denied' });
  expect(await run('memory', ['SELECT * FROM nowhere'])).toEqual({ error: 'io' });
});

test('a manifest that names a database which is not configured is refused', async () => {
  const unknown = (parts: TestComponents) => manifest(parts).replace('"memory"', '"missing"');
  await expect(startTestApp({ manifest: unknown })).rejects.toThrow(
    'sqlite_databases: found "missing", expected one of default; add [sqlite_database.missing] type = "spin"',
  );
});
