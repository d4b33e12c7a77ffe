// Guest. One push a request: what was measured of it and what the tool's own metrics hold. A failed push is logged once,
// never repeated (whether it was stored is unknown) and never fails the tool.
import { fold, type HttpRequest, push } from 'sidecars:metrics/registry@0.1.0';
import { collectMetrics } from './metrics/collect.ts';
import { describeFailure, isInvalid } from './wit-error.ts';

/**
 * True when the registry asks for a fold after the response. A definition of the tool's own that the registry refuses
 * (nothing is stored then) costs the tool's own metrics, not the built-in ones.
 */
export async function pushRequest(request: HttpRequest): Promise<boolean> {
  try {
    const own = await collectMetrics();
    try {
      return push({ requests: [request], ...own, exemplars: [] }).foldDue;
    } catch (error) {
      if (own.families.length === 0 || !isInvalid(error)) throw error;
      console.error(`spin-sidecars: the component's own metrics of this request are lost: ${describeFailure(error)}`);
      return push({ requests: [request], families: [], samples: [], exemplars: [] }).foldDue;
    }
  } catch (error) {
    console.error(`spin-sidecars: the metrics of this request were not stored: ${describeFailure(error)}`);
    return false;
  }
}

/** Merges the log in the background of an instance that has answered. */
export function foldRegistry(): void {
  try {
    fold();
  } catch (error) {
    console.error(`spin-sidecars: the registry could not be folded: ${describeFailure(error)}`);
  }
}
