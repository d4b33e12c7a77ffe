import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprint, folderContents, isFresh, recordFresh } from '../../../scripts/build/fingerprint.ts';
import { buildDir } from '../../../scripts/build/paths.ts';

const folder = join(buildDir, 'fingerprint-test');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

describe('fingerprints', () => {
  it('tell texts apart that only differ in where one ends and the next begins', () => {
    expect(fingerprint('ab', 'c')).not.toBe(fingerprint('a', 'bc'));
  });

  it('change with the content and with the name of any file in a folder', () => {
    writeFileSync(join(folder, 'a.ts'), '1');
    const first = fingerprint(...folderContents(folder));
    writeFileSync(join(folder, 'a.ts'), '2');
    const second = fingerprint(...folderContents(folder));
    writeFileSync(join(folder, 'b.ts'), '2');
    expect(new Set([first, second, fingerprint(...folderContents(folder))]).size).toBe(3);
  });

  it('call a file stale when it is missing, unrecorded or recorded with another fingerprint', () => {
    const out = join(folder, 'out.wasm');
    expect(isFresh(out, 'x')).toBe(false);
    writeFileSync(out, '');
    expect(isFresh(out, 'x')).toBe(false);
    recordFresh(out, 'x');
    expect(isFresh(out, 'x')).toBe(true);
    expect(isFresh(out, 'y')).toBe(false);
    rmSync(join(buildDir, '.fingerprints/fingerprint-test-out.wasm'));
  });
});
