// Guest. The store behind the registry, found by the registry's own environment (docs/registry.md).
import { environment } from '../../sdk/environment.ts';
import type { Check } from '../../sdk/health/check.ts';
import { keyValue } from '../../sdk/health/checks/key-value.ts';
import { redis } from '../../sdk/health/checks/redis.ts';

/** One of the key-value store, one of Redis, or both: as the registry uses them. */
export function registryChecks(): Check[] {
  const address = environment('SIDECARS_REDIS_URL') || undefined;
  const label = environment('SIDECARS_STORE') || undefined;
  const checks: Check[] = [];
  if (label !== undefined || address === undefined) checks.push(keyValue({ name: 'store', store: label ?? 'default' }));
  if (address !== undefined) checks.push(redis({ name: 'registry-redis', address }));
  return checks;
}
