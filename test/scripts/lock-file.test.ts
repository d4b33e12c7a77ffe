// What npm ci needs of package-lock.json on any platform, and what must not be in it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Entry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const url = new URL('../../package-lock.json', import.meta.url);
const packages: Record<string, Entry> = JSON.parse(readFileSync(url, 'utf8')).packages;

describe('package-lock.json', () => {
  it('has every platform’s optional packages: npm ci fails on one that is missing, on every platform', () => {
    const present = new Set(
      Object.entries(packages).map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
    );
    for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
      for (const [name, version] of Object.entries(optionalDependencies)) {
        if (/^\d/.test(version)) expect(present, path).toContain(`${name}@${version}`);
      }
    }
  });

  it('does not say where this machine got its packages from', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });
});
