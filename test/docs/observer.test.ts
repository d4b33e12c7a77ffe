// docs/observer.md says what the observer does: its settings, its outcomes, and manifests that are whole.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { failures, outcomeLabel } from '../../catalogue/observer.ts';
import { root } from '../../scripts/build/paths.ts';
import { routeCases } from '../support/route-cases.ts';

const page = readFileSync(join(root, 'docs/observer.md'), 'utf8');
const source = readFileSync(join(root, 'components/http-observer/settings.ts'), 'utf8');

const tableOf = (title: string) => page.split(`## ${title}\n`)[1]!.split('\n## ')[0]!;

describe('docs/observer.md', () => {
  it('lists the settings that are read, all of them', () => {
    const read = [...source.matchAll(/'((?:OBSERVE|SIDECARS|LOG|RUST|SPIN)_[A-Z_]+)'/g)].map(([, name]) => name!);
    const named = [...tableOf('Settings').matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name]) => name!);
    expect(read.length).toBeGreaterThan(8);
    expect(new Set(named)).toEqual(new Set(read));
  });

  it('lists every outcome of a failure', () => {
    const [, ...rows] = [...tableOf('Failures').matchAll(/\| `(\w+)` \|$/gm)].map(([, outcome]) => outcome!);
    expect(new Set(rows)).toEqual(new Set(outcomeLabel.values));
    expect(page).toContain(`${failures.name}{component,outcome}`);
  });

  it('has manifests that can be read', () => {
    const blocks = [...page.matchAll(/```toml\n([\s\S]*?)```/g)].map(([, text]) => parse(text!));
    expect(blocks).toHaveLength(2);
    for (const { component } of blocks as { component: Record<string, { environment?: Record<string, string> }> }[]) {
      const targets = Object.values(component).flatMap(({ environment }) => environment?.OBSERVE_TARGET ?? []);
      expect(targets).toHaveLength(1);
      expect(Object.keys(component)).toContain(targets[0]);
    }
  });

  it('names patterns that both matchers are judged by', () => {
    const patterns = [...tableOf('Settings').matchAll(/`(\/[^`]+)`/g)].map(([, pattern]) => pattern!);
    const shapes = new Set(routeCases.map(([pattern]) => pattern.replace(/\w+/g, 'x')));
    expect(patterns.length).toBeGreaterThan(4);
    for (const pattern of patterns) expect(shapes, pattern).toContain(pattern.replace(/\w+/g, 'x'));
  });
});
