import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinPackages } from '../../../../scripts/build/wit-package.ts';
import { projectWit } from '../../../../scripts/cli/build/wit-dependencies.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-wit-dependencies-'));
const tool = join(folder, 'packages/tool');

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const withWit = (witPath: string, dependencies = {}) => ({
  dependencies,
  config: { witDependencies: [{ witPath, package: 'x', world: 'y' }] },
});

beforeAll(() => {
  write('packages/tool/package.json', withWit('wit', { direct: '1', absent: '1' }));
  write('packages/tool/wit/own.wit', 'package own:own;\ninterface a {}');
  // as npm workspaces place them
  write('node_modules/direct/package.json', withWit('./wit', { indirect: '1' }));
  write(
    'node_modules/direct/wit/w.wit',
    'package fermyon:spin@2.0.0;\ninterface llm {}\ninterface key-value { /* theirs */ }',
  );
  write('node_modules/indirect/package.json', withWit('w.wit', { direct: '1' }));
  write('node_modules/indirect/w.wit', 'package in:direct;\ninterface b {}');
  write(
    'packages/tool/spin-dependencies.wit',
    'package root:component;\nworld root {}\npackage of:manifest { interface c {} }',
  );
  write('packages/tool/given.wit', 'package given:given;\ninterface d {}');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('projectWit', () => {
  it('finds what packages bring, what Spin has written, what is given, and its own', () => {
    const known = joinPackages(projectWit(tool, ['given.wit']));
    for (const id of [
      'own:own',
      'in:direct',
      'of:manifest',
      'given:given',
      'sidecars:metrics@0.1.0',
      'wasi:http@0.2.10',
    ]) {
      expect([...known.keys()]).toContain(id);
    }
    const spin = known.get('fermyon:spin@2.0.0')!.interfaces;
    expect([...spin.keys()]).toContain('llm');
    expect(spin.get('key-value')).not.toContain('theirs');
  });

  it('needs no package.json', () => {
    expect(projectWit(tmpdir(), []).map(({ id }) => id)).toContain('sidecars:metrics@0.1.0');
  });

  it('names a path that is not there', () => {
    expect(() => projectWit(tool, ['lost'])).toThrow(
      `--wit ${join(tool, 'lost')}: found nothing, expected a WIT file or folder`,
    );
  });
});
