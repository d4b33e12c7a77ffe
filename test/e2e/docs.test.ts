// The requests that the pages in docs/ show, sent as they stand to the demo app. Those of docs/troubleshooting.md have a
// test of their own.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { describeWith } from '../support/programs.ts';

const folder = fileURLToPath(new URL('../../docs/', import.meta.url));
const commands = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  // Tutorials and troubleshooting have an app of their own, and a test that follows them.
  .filter((page) => page.endsWith('.md') && !page.startsWith('tutorial') && page !== 'troubleshooting.md')
  .flatMap((page) =>
    [...readFileSync(folder + page, 'utf8').matchAll(/^curl .*http:\/\/localhost:3000.*$/gm)].map(
      ([command]) => [page, command] as const,
    ),
  );

const drainToken = 'a-long-random-value';

describeWith(['curl', 'bash'], 'a request in docs/', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ variables: { drain_token: drainToken } });
  });
  afterAll(() => app?.stop());

  it.each(commands)('%s: %s', (_, command) => {
    const env = { ...process.env, DRAIN_TOKEN: drainToken };
    const sent = command.replaceAll('http://localhost:3000', app.url).replace('curl ', 'curl --fail ');
    expect(execFileSync('bash', ['-c', sent], { encoding: 'utf8', env })).not.toBe('');
  });
});
