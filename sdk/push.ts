// Guest. One push a request: what was measured of it and what the tool's own metrics hold. A failed push is logged once,
// never repeated (whether it was stored is unknown) and never fails the tool.

import { type HttpRequest, push } from 'sidecars:metrics/registry@0.1.0';
import { logger } from './log/logger.ts';
import { collectMetrics } from './metrics/collect.ts';
import { isInvalid } from './wit-error.ts';

/**
 * True when the registry asks for a fold after the response. A definition of the tool's own that the registry refuses
 * (nothing is stored then) costs the tool's own metrics, not the built-in ones.
 */
export async function pushRequest(request: HttpRequest): Promise<boolean> {
  const requests = [request];
  return attempt('the metrics of this request were not stored', async () => {
    const own = await collectMetrics();
    try {
      return push({ requests, ...own }).foldDue;
    } catch (error) {
      if (own.families.length === 0 || !isInvalid(error)) throw error;
      logger.error("the component's own metrics of this request are lost", { error });
      return push({ requests, families: [], samples: [], exemplars: [] }).foldDue;
    }
  });
}

/** What was measured after the response, if anything was. As `pushRequest`. */
export async function pushBackground(): Promise<boolean> {
  return attempt('the metrics of work after the response were not stored', async () => {
    const own = await collectMetrics();
    return own.samples.length > 0 && push({ requests: [], ...own }).foldDue;
  });
}

async function attempt(failure: string, store: () => Promise<boolean>): Promise<boolean> {
  try {
    return await store();
  } catch (error) {
    logger.error(failure, { error });
    return false;
  }
}
