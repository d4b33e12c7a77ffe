// docs/health.md says what probes do: settings, kinds of checks, limits, and examples that work.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as health from 'spin-sidecars/health';
import { describe, expect, it, vi } from 'vitest';
import { components } from '../../scripts/build/components.ts';
import { root } from '../../scripts/build/paths.ts';
import { checksFrom, componentChecks, kinds } from '../../sdk/health/configuration.ts';
import { defaultDrainSeconds, maxDrainSeconds } from '../../sdk/health/drain.ts';

const page = readFileSync(join(root, 'docs/health.md'), 'utf8');
const section = (title: string) => page.split(`## ${title}\n`)[1]!.split('\n## ')[0]!;
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
const firstColumn = (text: string) => [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);

describe('docs/health.md', () => {
  it('has a manifest whose checks make sense and whose files are built', () => {
    const { component } = parse(block('toml')) as {
      component: Record<string, { source: string; variables?: Record<string, string> }>;
    };
    const { checks, components: ids } = component['readiness-check']!.variables!;
    expect(checksFrom(checks!).map(({ name }) => name)).toEqual(['database', 'api']);
    expect(componentChecks(ids!)).toHaveLength(2);
    for (const { source } of Object.values(component)) {
      expect(components.map(({ name }) => `build/${name}.wasm`)).toContain(source);
    }
  });

  it('lists every kind of check, and the options that all have', () => {
    const [kindTable, optionTable] = section('Checks').split('and may have');
    expect(firstColumn(kindTable!).sort()).toEqual(Object.keys(kinds).sort());
    const options: Required<health.CheckOptions> = { name: '', critical: true, deadlineMs: 0 };
    expect(firstColumn(optionTable!)).toEqual(Object.keys(options));
  });

  it('lists the settings that are read, all of them', () => {
    const source = readFileSync(join(root, 'sdk/health/settings.ts'), 'utf8');
    const read = [...source.matchAll(/'(SIDECARS_[A-Z_]+)'/g)].map(([, name]) => name!);
    expect(firstColumn(section('Settings')).sort()).toEqual([...new Set(read)].sort());
  });

  it('names the times of draining as they are', () => {
    expect(section('Draining')).toContain(`default ${defaultDrainSeconds} s, at most ${maxDrainSeconds}`);
  });

  it('has an example of a component that can be made', () => {
    const listen = vi.fn();
    vi.stubGlobal('addEventListener', listen);
    const names = Object.keys(health);
    const code = block('ts').replace(/^import .*$/gm, '');
    new Function(...names, code)(...Object.values(health));
    vi.unstubAllGlobals();
    expect(listen).toHaveBeenCalledWith('fetch', expect.any(Function));
  });
});
