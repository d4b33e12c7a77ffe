import { describe, expect, it, vi } from 'vitest';

/** The environment is read once an instance, so this is a new one. */
async function namesWith(environment: Record<string, string>): Promise<string[]> {
  vi.resetModules();
  const { values } = await import('../../support/guest/environment.ts');
  Object.assign(values, environment);
  const { registryChecks } = await import('../../../components/readiness-check/registry-checks.ts');
  return registryChecks().map(({ name }) => name);
}

describe('the store behind the registry', () => {
  it('is a key-value store, Redis, or both, as the registry has it', async () => {
    const [store, redis] = [{ SIDECARS_STORE: 'sidecars' }, { SIDECARS_REDIS_URL: 'redis://x' }];
    expect(await namesWith({})).toEqual(['store']);
    expect(await namesWith(store)).toEqual(['store']);
    expect(await namesWith(redis)).toEqual(['registry-redis']);
    expect(await namesWith({ ...store, ...redis })).toEqual(['store', 'registry-redis']);
  });
});
