// Guest. The checks that /ready is made of. Host calls come in as arguments, so that this runs on plain Node too.
import type { Check } from './check.ts';

/** The part of an open key-value store that a check touches (fermyon:spin/key-value's `store`). */
export interface ProbedStore {
  get(key: string): Uint8Array | undefined;
  set(key: string, value: Uint8Array): void;
}

const probeKey = 'sidecars:1:ready';

/** The store takes a write and gives it back. `value`: one byte, so that probes do not fill the store. */
export function storeCheck(name: string, open: () => ProbedStore): Check {
  return {
    name,
    run: async () => {
      const store = open();
      store.set(probeKey, new Uint8Array([1]));
      if (store.get(probeKey)?.[0] !== 1) throw new Error('the store did not give back what was written');
    },
  };
}

/** A component of the same app answers over service chaining with anything below 500. */
export function componentCheck(id: string, fetcher: typeof fetch): Check {
  return {
    name: id,
    run: async () => {
      const response = await fetcher(`http://${id}.spin.internal/`);
      await response.body?.cancel();
      if (response.status >= 500) throw new Error(`answered ${response.status}`);
    },
  };
}

/** `"a, b"` -> `["a", "b"]`; throws on what cannot be a component id, because Spin traps the caller on an unknown one. */
export function componentIds(list: string): string[] {
  const ids = list.split(',').map((id) => id.trim());
  return ids.filter((id) => {
    if (id !== '' && !/^[a-zA-Z][a-zA-Z0-9_-]*$/.test(id)) {
      throw new Error(`found "${id}", expected component ids separated by commas`);
    }
    return id !== '';
  });
}
