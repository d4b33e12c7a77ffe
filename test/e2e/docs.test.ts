// The requests that the pages in docs/ show, sent as they stand to the demo app.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { describeWith } from '../support/programs.ts';

const folder = fileURLToPath(new URL('../../docs/', import.meta.url));
const commands = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) =>
    [...readFileSync(folder + page, 'utf8').matchAll(/^curl .*$/gm)].map(([command]) => [page, command] as const),
  );

describeWith(['curl', 'bash'], 'a request in docs/', () => {
  it.each(commands)('%s: %s', (_, command) => {
    const sent = command.replaceAll('http://localhost:3000', inject('baseUrl')).replace('curl ', 'curl --fail ');
    expect(execFileSync('bash', ['-c', sent], { encoding: 'utf8' })).not.toBe('');
  });
});
