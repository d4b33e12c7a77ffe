// Guest. What a component imports as `spin-sidecars/health`. Its world must be `sidecars:components/health`.

export type { Check, CheckOptions, Finding } from './check.ts';
export { type ComponentOptions, component } from './checks/component.ts';
export { type CustomOptions, custom } from './checks/custom.ts';
export { type HttpOptions, http } from './checks/http.ts';
export { type KeyValueOptions, keyValue } from './checks/key-value.ts';
export { type MemoryOptions, memory } from './checks/memory.ts';
export { type PostgresOptions, postgres } from './checks/postgres.ts';
export { type RedisOptions, redis } from './checks/redis.ts';
export { type SqliteOptions, sqlite } from './checks/sqlite.ts';
export { defineHealth, type HealthOptions } from './define.ts';
