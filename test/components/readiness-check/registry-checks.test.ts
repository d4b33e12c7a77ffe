import { beforeEach, describe, expect, it, vi } from 'vitest';
import { values } from '../../support/guest/environment.ts';

// the environment is read once an instance: each test is one
beforeEach(() => vi.resetModules());

async function namesWith(environment: Record<string, string>): Promise<string[]> {
  Object.assign(values, { SIDECARS_STORE: '', SIDECARS_REDIS_URL: '' }, environment);
  const { registryChecks } = await import('../../../components/readiness-check/registry-checks.ts');
  return registryChecks().map(({ name }) => name);
}

describe('the store behind the registry', () => {
  it('is a key-value store, Redis, or both, as the registry has it', async () => {
    expect(await namesWith({})).toEqual(['store']);
    vi.resetModules();
    expect(await namesWith({ SIDECARS_STORE: 'sidecars' })).toEqual(['store']);
    vi.resetModules();
    expect(await namesWith({ SIDECARS_REDIS_URL: 'redis://x' })).toEqual(['registry-redis']);
    vi.resetModules();
    expect(await namesWith({ SIDECARS_REDIS_URL: 'redis://x', SIDECARS_STORE: 'redis' })).toEqual([
      'store',
      'registry-redis',
    ]);
  });
});
