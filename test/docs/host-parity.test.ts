// Each row of docs/host-parity.md is a test, and each test a row.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

it('the table of docs/host-parity.md has the titles of the tests that run on both hosts', () => {
  const page = file('docs/host-parity.md').split('## Where they differ')[0]!;
  const rows = [...page.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row);
  const tests = [...file('test/e2e/parity.test.ts').matchAll(/^\s*(?:describe|it)\('(.*)', /gm)].map(
    ([, title]) => title,
  );
  expect(tests.length).toBeGreaterThan(30);
  expect(rows).toEqual(tests);
});
