// docs/registry.md says what the code does: every bound with its default, every drop reason, every metric, every error.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../components/registry/support/memory-store.ts';
import { loadRegistry } from '../components/registry/support/registry.ts';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = file('docs/registry.md');

/** First cells of the tables' rows, without backticks. */
const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|(.*)\|$/gm)].map(
  ([, name, second, rest]) => [name!, second!.trim(), rest!.trim()] as const,
);

describe('docs/registry.md', () => {
  let exposition: string;
  beforeAll(async () => {
    const registry = (await loadRegistry())({
      store: new MemoryStore(),
      environment: { SIDECARS_COMPONENT: 'x', OTEL_SERVICE_NAME: 'app' },
    });
    registry.push([], []);
    exposition = registry.text();
  });

  it('lists every bound with its default', () => {
    const source = file('components/registry/bounds.ts');
    const defaults = /const values: StaticArray<i32> = \[([^\]]*)\]/
      .exec(source)![1]!
      .split(',')
      .filter((text) => text.trim() !== '')
      .map((text) =>
        text
          .replaceAll('_', '')
          .split('*')
          .reduce((product, factor) => product * Number(factor), 1),
      );
    const variables = [...source.matchAll(/return '(SIDECARS_\w+)';/g)].map(([, name]) => name!);
    expect(defaults.length).toBe(variables.length);
    const documented = rows.filter(([name]) => name.startsWith('SIDECARS_'));
    expect(Object.fromEntries(documented.map(([name, value]) => [name, Number(value)]))).toEqual(
      Object.fromEntries(variables.map((name, at) => [name, defaults[at]])),
    );
  });

  it('lists every metric of the registry with its type', () => {
    const types = [...exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]);
    const documented = rows
      .filter(([name]) => /^(sidecars_|target_info)/.test(name))
      .map(([name, type]) => [name, type]);
    expect(documented.sort()).toEqual(types.sort());
  });

  it('names every reason for a drop', () => {
    const reasons = [...exposition.matchAll(/reason="(\w+)"/g)].map(([, reason]) => reason!);
    expect(reasons.length).toBeGreaterThan(5);
    for (const reason of reasons) expect(page).toContain(`\`${reason}\``);
  });

  it('names variables that the components read', () => {
    const read = ['bounds.ts', 'storage/prefix.ts', 'storage/bucket.ts', '../registry-redis/redis-store.ts']
      .map((name) => file(`components/registry/${name}`))
      .join();
    for (const [name] of page.matchAll(/SIDECARS_[A-Z_]+/g)) expect(read).toContain(`'${name}'`);
  });

  it('has configuration that is TOML', () => {
    const blocks = [...page.matchAll(/```toml\n([\s\S]*?)\n *```/g)].map(([, block]) => parse(block!));
    expect(blocks.map((block) => Object.keys(block))).toEqual([['component'], ['key_value_store']]);
  });
});
