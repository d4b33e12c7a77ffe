// `npm run metrics`, and what is made from the catalogue.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue/index.ts';
import { root } from '../../scripts/build/paths.ts';
import { madeFiles } from '../../scripts/metrics/made-files.ts';

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'scripts/metrics.ts', ...args], { cwd: root, encoding: 'utf8' });

describe('npm run metrics', () => {
  it('prints a line for each metric', () => {
    const { stdout, status } = run();
    expect(status).toBe(0);
    const [heads, ...lines] = stdout.trimEnd().split('\n');
    expect(heads).toMatch(/^NAME +KIND +UNIT +LABELS +RECORDED BY$/);
    expect(lines.map((line) => line.split(' ')[0])).toEqual([...catalogue.keys()]);
    expect(lines.find((line) => line.startsWith('mcp_tool_calls_total '))).toMatch(
      / counter +outcome,tool +mcp-gateway$/,
    );
  });

  it('prints all of the catalogue as JSON', () => {
    expect(JSON.parse(run('--json').stdout)).toEqual(JSON.parse(JSON.stringify([...catalogue.values()])));
  });

  it('says what it takes', () => {
    const { stderr, status } = run('--yaml');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^metrics: .*--yaml.*; known: --json, --write\n$/);
  });
});

describe('what is made from the catalogue', () => {
  it.each(madeFiles())('is up to date: $path (else run `npm run metrics -- --write`)', ({ path, content }) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(content);
  });
});
