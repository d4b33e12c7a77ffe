// docs/profiling.md may say only what the code does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/profiling.md');

describe('docs/profiling.md', () => {
  it('lists every path that the profiler answers', () => {
    const table = /const answers[^{]*\{(.*?)^\};/ms.exec(read('components/profiler/handler.ts'))![1]!;
    const names = [...table.matchAll(/^ {2}'?(\w*)'?[:,]/gm)].map(([, name]) => name!);
    expect(names).toContain('flame');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    for (const name of names.filter((one) => one !== '')) {
      expect(
        rows.some((row) => new RegExp(`^\\|[^|]*\`${name}\\b`).test(row)),
        name,
      ).toBe(true);
    }
  });

  it('names every variable that the profiler and the registry read for it', () => {
    const code = read('components/profiler/handler.ts') + read('components/registry/profiles/wanted.ts');
    const variables = [...code.matchAll(/\b(?:ENABLE|PROFILE)_[A-Z_]+/g)].map(([name]) => name);
    expect(new Set(variables).size).toBe(3);
    for (const variable of variables) expect(page).toContain(`\`${variable}\``.slice(1, -1));
  });

  it('shows the profiler as the demo has it', () => {
    const blocks = [...page.matchAll(/```toml\n(.*?)```/gs)].map(([, text]) => parse(text!));
    const shown = blocks.find((block) => 'trigger' in block) as { component: { profiler: object } };
    const demo = parse(read('spin.toml')) as unknown as { component: { profiler: object } };
    expect(demo.component.profiler).toMatchObject(shown.component.profiler);
  });
});
