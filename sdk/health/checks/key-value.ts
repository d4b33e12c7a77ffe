// Guest. Does a key-value store take a write and give it back? The call blocks the instance, whatever the deadline.
import { open } from 'wasi:keyvalue/store@0.2.0-draft2';
import { type Check, type CheckOptions, makeCheck } from '../check.ts';

export interface KeyValueOptions extends CheckOptions {
  /** Label of the store, one of the component's `key_value_stores`. Default: `default`. */
  store?: string;
}

/** One key for all probes, so that they do not fill the store; of a form that no registry takes for its own. */
const key = 'sidecars-health:probe';

/** Healthy when what was written can be read. Default name: the label of the store. */
export function keyValue({ store = 'default', ...options }: KeyValueOptions = {}): Check {
  return makeCheck(store, options, () => {
    const bucket = open(store);
    // any of several hosts on one store may have written between the two
    bucket.set(key, Uint8Array.of(1));
    return bucket.get(key)?.[0] === 1
      ? { status: 'healthy' }
      : { status: 'unhealthy', reason: `store "${store}" did not give back what was written` };
  });
}
