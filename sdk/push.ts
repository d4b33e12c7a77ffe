// Guest. One push a request: the built-in samples and what the tool's own metrics hold. A failed push is logged once,
// never repeated (whether it was stored is unknown) and never fails the tool.
import { type Family, fold, push, type Sample } from 'sidecars:metrics/registry@0.1.0';
import { collectMetrics } from './metrics/collect.ts';
import { describeFailure, isInvalid } from './wit-error.ts';

/**
 * True when the registry asks for a fold after the response. A definition of the tool's own that the registry refuses
 * (nothing is stored then) costs the tool's own metrics, not the built-in ones.
 */
export async function pushRequest(families: Family[], samples: Sample[]): Promise<boolean> {
  try {
    const own = await collectMetrics(families.length);
    try {
      return push([...families, ...own.families], [...samples, ...own.samples]).foldDue;
    } catch (error) {
      if (own.families.length === 0 || !isInvalid(error)) throw error;
      console.error(`spin-sidecars: the component's own metrics of this request are lost: ${describeFailure(error)}`);
      return push(families, samples).foldDue;
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

/**
 * Runs the bindings of `push` at build time, when no host is there: the last field cannot be lowered, so the call ends
 * before it would leave the guest, but everything up to there is compiled and frozen into the component.
 */
export function warmPush(families: Family[], samples: Sample[]): void {
  const impossible = { ...samples.at(-1)!, change: { tag: 'add', val: Symbol() as unknown as number } } as Sample;
  try {
    push(families, [...samples.slice(0, -1), impossible]);
  } catch {
    // expected
  }
}
