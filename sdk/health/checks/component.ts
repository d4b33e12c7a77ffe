// Guest. Does a component of the same app answer? A host ends the caller when there is no component of that name, so this
// is safe only where checks have instances of their own (apart.ts).
import { type Check, type CheckOptions, type Finding, makeCheck } from '../check.ts';

export interface ComponentOptions extends CheckOptions {
  /** As in spin.toml. */
  id: string;
  /** What is asked for, with GET. Default: `/`. */
  path?: string;
}

/** Healthy when `http://<id>.spin.internal` answers anything below 500. Needs `allowed_outbound_hosts`. Default name: the id. */
export function component({ id, path = '/', ...options }: ComponentOptions): Check {
  if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/i.test(id)) {
    throw new TypeError(`component check: found id "${id}", expected the id of a component in spin.toml`);
  }
  if (!path.startsWith('/')) {
    throw new TypeError(`component check "${id}": found path "${path}", expected one that begins with "/"`);
  }
  const find = async (): Promise<Finding> => {
    const response = await fetch(`http://${id}.spin.internal${path}`);
    await response.body?.cancel();
    return response.status < 500
      ? { status: 'healthy' }
      : { status: 'unhealthy', reason: `answered ${response.status}, expected less than 500` };
  };
  return makeCheck(id, options, find, { sharesInstance: true });
}
