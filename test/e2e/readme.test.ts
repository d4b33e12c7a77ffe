// The README's commands, run as they stand against a fresh demo app, and the output that it promises.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { describeWith } from '../support/programs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
let app: App;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app?.stop());

describeWith(['curl', 'grep', 'bash'], 'README.md', () => {
  it('shows what its commands print', () => {
    const commands = [...readme.matchAll(/^curl .*$/gm)].map(([command]) => command);
    expect(commands.length).toBe(2);
    const outputs = commands.map((command) =>
      execFileSync('bash', ['-c', command.replaceAll('http://localhost:3000', app.url)], { encoding: 'utf8' }),
    );
    const promised = /<!-- output -->\n```text\n([\s\S]*?)```/.exec(readme)![1];
    expect(outputs.at(-1)).toBe(promised);
  });

  it('links to files that exist and names scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    for (const [, file] of readme.matchAll(/\]\((?!http)([^)]+)\)/g)) expect(existsSync(root + file), file).toBe(true);
    const known = [...Object.keys(scripts), 'install', 'pack'];
    for (const [, name] of readme.matchAll(/`npm (?:run )?(\w+)`/g)) expect(known).toContain(name);
  });
});
