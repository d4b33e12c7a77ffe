// Guest. Checks out of configuration: the text of a Spin variable, in JSON with the names of the SDK.
import * as z from 'zod/mini';
import type { Check } from './check.ts';
import { component } from './checks/component.ts';
import { http } from './checks/http.ts';
import { keyValue } from './checks/key-value.ts';
import { memory } from './checks/memory.ts';
import { postgres } from './checks/postgres.ts';
import { redis } from './checks/redis.ts';
import { sqlite } from './checks/sqlite.ts';

const text = z.optional(z.string());
const common = { name: text, critical: z.optional(z.boolean()), deadlineMs: z.optional(z.number()) };

/** What each kind takes beside `kind`, and how a check is made of that. What values mean is checked there. */
export const kinds = {
  component: kindOf(z.strictObject({ ...common, id: z.string(), path: text }), component),
  http: kindOf(
    z.strictObject({
      ...common,
      url: z.string(),
      status: z.optional(z.union([z.string(), z.number()])),
      body: text,
      headers: z.optional(z.record(z.string(), z.string())),
    }),
    http,
  ),
  keyValue: kindOf(z.strictObject({ ...common, store: text }), keyValue),
  memory: kindOf(z.strictObject({ ...common, maxBytes: z.number() }), memory),
  postgres: kindOf(z.strictObject({ ...common, address: z.string(), query: text }), postgres),
  redis: kindOf(z.strictObject({ ...common, address: z.string() }), redis),
  sqlite: kindOf(z.strictObject({ ...common, database: text, query: text }), sqlite),
};

type Build = (options: unknown, where: string) => Check;

function kindOf<Options>(schema: z.ZodMiniType<Options>, make: (options: Options) => Check): Build {
  return (options, where) => {
    const { data, error } = schema.safeParse(options);
    if (error) throw new TypeError(problemOf(error.issues[0]!, where));
    return make(data);
  };
}

/** Values are left out of the message: they may be secrets. */
function problemOf(issue: z.core.$ZodIssue, where: string): string {
  const at = [where, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') return `${at}: found ${issue.keys.join(', ')}, which this kind does not take`;
  return `${at}: expected ${issue.code === 'invalid_type' ? issue.expected : 'another value; see docs/health.md'}`;
}

/** `[{ "kind": "http", "url": "https://…" }, …]`; an empty text is no check. Throws on what makes no sense and says where. */
export function checksFrom(json: string): Check[] {
  if (json.trim() === '') return [];
  const list = parse(json);
  if (!Array.isArray(list)) throw new TypeError('expected a JSON array of checks');
  return list.map((item: unknown, at) => {
    if (typeof item !== 'object' || item === null) throw new TypeError(`check ${at}: expected an object with a kind`);
    const { kind, ...options } = item as Record<string, unknown>;
    if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
      throw new TypeError(
        `check ${at}: found kind ${JSON.stringify(kind)}, expected one of ${Object.keys(kinds).join(', ')}`,
      );
    }
    return kinds[kind as keyof typeof kinds](options, `check ${at}`);
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new TypeError(`expected a JSON array of checks: ${(error as Error).message}`);
  }
}

/** `"a, b"` -> a check of each component. Throws on what cannot be a component id. */
export function componentChecks(list: string): Check[] {
  const ids = list.split(',').map((id) => id.trim());
  return ids.filter((id) => id !== '').map((id) => component({ id }));
}
