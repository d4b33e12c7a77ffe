// Node, tests. Stands in for the registry component: remembers what was pushed, fails when told to.
import type { Batch, ExpositionOptions, HttpRequest } from 'sidecars:metrics/registry@0.1.0';

export const registry = {
  pushes: [] as Batch[],
  folds: 0,
  foldDue: false,
  /** Name of a family that is refused as invalid. */
  refuses: undefined as string | undefined,
  failure: undefined as { payload: { tag: string; val: string } } | undefined,
  /** What `expose` gives, whatever it is asked for. */
  exposition: '',
  reset(): void {
    Object.assign(this, {
      pushes: [],
      folds: 0,
      foldDue: false,
      refuses: undefined,
      failure: undefined,
      exposition: '',
    });
  },
};

/** As the bindings do: a change whose value is no number cannot be lowered. */
export function push(batch: Batch): { foldDue: boolean } {
  const { families, exemplars } = batch;
  for (const { value } of exemplars) if (typeof value === 'symbol') throw new TypeError('cannot lower a symbol');
  if (registry.failure) throw registry.failure;
  const refused = families.find(({ name }) => name === registry.refuses);
  if (refused) throw { payload: { tag: 'invalid', val: `metric "${refused.name}": refused` } };
  registry.pushes.push(batch);
  return { foldDue: registry.foldDue };
}

export function fold(): { merged: number; remaining: number } {
  registry.folds++;
  return { merged: 0, remaining: 0 };
}

export function expose(_: ExpositionOptions): { content: Uint8Array; foldDue: boolean } {
  if (registry.failure) throw registry.failure;
  return { content: new TextEncoder().encode(registry.exposition), foldDue: false };
}

/** `name{label="value",…}` -> value of the change, for the last push. */
export function lastPush(): Record<string, unknown> {
  const { families, samples } = registry.pushes.at(-1)!;
  return Object.fromEntries(
    samples.map(({ family, labels, change }) => {
      const { name, labels: names } = families[family]!;
      const pairs =
        labels.tag === 'pairs'
          ? labels.val
          : labels.val.map((value, index) => [names.tag === 'closed' ? names.val[index] : '?', value]);
      const text = pairs.map(([label, value]) => `${label}="${value}"`).join(',');
      return [`${name}{${text}}`, change.tag === 'observe' ? [...change.val] : change.val];
    }),
  );
}

/** What the last push says of its HTTP request. */
export function lastRequest(): HttpRequest {
  return registry.pushes.at(-1)!.requests[0]!;
}
