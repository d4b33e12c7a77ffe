// Guest. A check of one's own.
import { type Check, type CheckOptions, type Finding, makeCheck } from '../check.ts';

export interface CustomOptions extends CheckOptions {
  name: string;
  /**
   * Healthy when it returns nothing or `{ status: 'healthy' }`; unhealthy when it throws, returns
   * `{ status: 'unhealthy', reason }`, or does not end in time.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: functions that return nothing are the common case
  run: () => Finding | undefined | void | Promise<Finding | undefined | void>;
}

/** Runs a function, alone in an instance where SIDECARS_COMPONENT says which component this is. */
export function custom({ name, run, ...options }: CustomOptions): Check {
  return makeCheck(name, { name, ...options }, async () => (await run()) ?? { status: 'healthy' });
}
